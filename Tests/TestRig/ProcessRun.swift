import Foundation

/// A program run to its end, with all it printed.
public struct ProcessRun: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
    public var milliseconds: Double

    public enum Failure: Error { case tookTooLong(String, seconds: Double) }

    /// Runs a program with exactly this environment and waits for its end, or kills it and throws.
    ///
    /// Output goes through files, so that a child left behind with them open cannot hold the test up.
    public static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = ProcessRun.plainEnvironment,
        input: String = "", seconds: Double = 60
    ) throws -> ProcessRun {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment
        try input.write(toFile: folder.path("in"), atomically: false, encoding: .utf8)
        for name in ["out", "err"] { try "".write(toFile: folder.path(name), atomically: false, encoding: .utf8) }
        process.standardInput = FileHandle(forReadingAtPath: folder.path("in"))
        process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
        process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        let begin = DispatchTime.now()
        try process.run()
        if ended.wait(timeout: .now() + seconds) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
            throw Failure.tookTooLong(([path] + arguments).joined(separator: " "), seconds: seconds)
        }
        let milliseconds = Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 1e6
        let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return ProcessRun(
            status: status, output: try folder.read("out"), errors: try folder.read("err"), milliseconds: milliseconds)
    }

    /// A shell script, for what only a shell can set up.
    public static func shell(
        _ script: String, environment: [String: String] = ProcessRun.plainEnvironment, seconds: Double = 60
    ) throws -> ProcessRun {
        try run("/bin/bash", ["-c", script], environment: environment, seconds: seconds)
    }

    public static let plainEnvironment = [
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/root", "NO_COLOR": "1",
    ]
}
