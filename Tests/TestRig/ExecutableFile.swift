import Foundation

/// Puts a program where a test runs it.
enum ExecutableFile {
    /// A child writes it: while this process has the file open for writing, a child that another test starts at that
    /// moment has it open as well, and to run the file then fails with ETXTBSY.
    static func write(_ text: String, to path: String, mode: Int) throws {
        let folder = try TemporaryFolder()
        let draft = try folder.write("draft", text)
        let run = try ProcessRun.run("/usr/bin/install", ["-m", String(mode, radix: 8), draft, path])
        guard run.status == 0 else { throw POSIXError(.EIO) }
    }
}
