import CLinux
import Glibc
import Journal

/// The program: from the command line to the exit status.
enum JournalProgram {
    static func main() {
        linux_prepare_process()
        let arguments = CommandLine.arguments
        guard let digest = SHA256() else { end("libcrypto has no SHA-256") }
        guard arguments.count > 1, arguments[1] == "--write" else { end("nothing to do") }
        let options: WriterOptions
        do { options = try WriterOptions(arguments) } catch { end(error.text) }
        guard var writer = JournalWriter(options, { digest($0) }) else { end("the logs have no thread") }
        writer.run()
    }

    private static func end(_ text: String) -> Never {
        let bytes = Array("stonith-journal: \(text) (stonith-journal --help)\n".utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(1)
    }
}
