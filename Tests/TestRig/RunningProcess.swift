import CLinux
import Foundation
import Synchronization

/// A program that runs beside the test, in a process group of its own. It is killed with its last owner.
public final class RunningProcess: Sendable {
    public let pid: pid_t
    private let end: Int32
    private let status = Mutex<Int32?>(nil)

    /// - Parameter output: where standard output and standard error go.
    public init(
        _ path: String, _ arguments: [String], environment: [String: String] = ProcessRun.plainEnvironment,
        output: String = "/dev/null"
    ) throws {
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let file = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        defer {
            close(null)
            close(file)
        }
        pid = try ProcessRun.spawn(
            [path] + arguments, environment.map { "\($0)=\($1)" }.sorted(), [null, file, file])
        end = linux_pidfd_open(pid)
    }

    deinit {
        if !isOver { kill(-pid, SIGKILL) }
        _ = wait(seconds: 5)
        close(end)
    }

    public func signal(_ number: Int32) { if !isOver { kill(pid, number) } }

    public var isOver: Bool { wait(seconds: 0) != nil }

    /// Its exit status, or a signal's number below zero; nil when it still runs by then.
    public func wait(seconds: Double) -> Int32? {
        status.withLock { known in
            if let known { return known }
            var entry = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, Int32(seconds * 1000)) > 0 else { return nil }
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            known = linux_exited(status) ? linux_exit_status(status) : -linux_term_signal(status)
            return known
        }
    }
}
