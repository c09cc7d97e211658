import CLinux
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
    /// Output goes through files, and only the program's own end is waited for, so that a child left behind cannot hold
    /// the test up (Foundation's Process waits for every process that inherited its socket).
    public static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = ProcessRun.plainEnvironment,
        input: String = "", seconds: Double = 60
    ) throws -> ProcessRun {
        let folder = try TemporaryFolder()
        try folder.write("in", input)
        for name in ["out", "err"] { try folder.write(name, "") }
        let files = [
            open(folder.path("in"), O_RDONLY), open(folder.path("out"), O_WRONLY), open(folder.path("err"), O_WRONLY),
        ]
        defer { for file in files { close(file) } }
        let begin = DispatchTime.now()
        let pid = try spawn([path] + arguments, environment.map { "\($0)=\($1)" }.sorted(), files)
        let status = try wait(for: pid, seconds: seconds, ([path] + arguments).joined(separator: " "))
        let milliseconds = Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 1e6
        return ProcessRun(
            status: linux_exited(status) ? linux_exit_status(status) : -linux_term_signal(status),
            output: try folder.read("out"), errors: try folder.read("err"), milliseconds: milliseconds)
    }

    static func spawn(_ arguments: [String], _ environment: [String], _ files: [Int32]) throws -> pid_t {
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let error = linux_spawn(&pid, arguments[0], &argv, &envp, files, Int32(files.count))
        guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO) }
        return pid
    }

    private static func wait(for pid: pid_t, seconds: Double, _ what: String) throws -> Int32 {
        let end = linux_pidfd_open(pid)
        defer { close(end) }
        var entry = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
        let inTime = poll(&entry, 1, Int32(seconds * 1000)) > 0
        if !inTime { kill(-pid, SIGKILL) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard inTime else { throw Failure.tookTooLong(what, seconds: seconds) }
        return status
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
