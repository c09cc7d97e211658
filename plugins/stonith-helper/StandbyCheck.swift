import CLinux
import Glibc
import PluginKit

/// Runs the command that knows whether this node holds the service.
///
/// It runs by /bin/sh in a process group of its own, with nothing on its standard input; what it prints becomes the
/// output of the action.
struct StandbyCheck {
    enum Finding: Equatable {
        case active
        /// Not 0, hung, or not even started; and how.
        case standby(String)
        case cancelled
    }

    let command: String
    let milliseconds: Int64
    /// The action's own.
    let deadline: Deadline
    let isCancelled: () -> Bool

    func run() -> Finding {
        let process: (pid: pid_t, end: Int32)
        do throws(Failure) { process = try start() } catch { return .standby("cannot start (\(error.reason))") }
        defer { close(process.end) }
        let limit = Deadline(inMilliseconds: min(milliseconds, deadline.left))
        while !isCancelled() {
            if isOver(process.end, limit) { return judge(end(process.pid)) }
            if limit.hasPassed {
                _ = end(process.pid)
                return .standby(
                    deadline.hasPassed
                        ? "was killed, as the time for the action was up"
                        : "did not end within \(milliseconds / 1000) s and was killed")
            }
        }
        _ = end(process.pid)
        return .cancelled
    }

    private struct Failure: Error {
        var reason: String
    }

    private func start() throws(Failure) -> (pid: pid_t, end: Int32) {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        defer { close(null) }
        var pid: pid_t = 0
        let arguments: [String] = ["/bin/sh", "-c", command]
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let error = linux_spawn(&pid, "/bin/sh", &words, environ, [null, STDOUT_FILENO, STDERR_FILENO], 3)
        guard error == 0 else { throw Failure(reason: String(cString: strerror(error))) }
        let end = linux_pidfd_open(pid)
        guard end >= 0 else {
            let reason = String(cString: strerror(errno))
            _ = self.end(pid)
            throw Failure(reason: reason)
        }
        return (pid, end)
    }

    private func isOver(_ end: Int32, _ limit: Deadline) -> Bool {
        var entry = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, Int32(min(EchoExchange.sliceMilliseconds, limit.left))) > 0
    }

    /// Kills what is left of the group, then reaps: until then nobody else can have its number.
    private func end(_ pid: pid_t) -> Int32 {
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private func judge(_ status: Int32) -> Finding {
        guard linux_exited(status) else { return .standby("died of signal \(linux_term_signal(status))") }
        let number = linux_exit_status(status)
        return switch number {
        case 0: .active
        case 126, 127: .standby("cannot start (exit status \(number))")
        default: .standby("exit status \(number)")
        }
    }
}
