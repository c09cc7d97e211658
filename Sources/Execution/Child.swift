import CLinux
import Glibc
import StonithExec

public enum SpawnError: Error, Equatable, Sendable {
    case noDescriptor(errno: Int32)
    case notStarted(path: String, errno: Int32)

    public var text: String {
        switch self {
        case .noDescriptor(let errno): "no file descriptor is left (\(Self.words(errno)))"
        case .notStarted(let path, let errno): "\(path) cannot be started (\(Self.words(errno)))"
        }
    }

    private static func words(_ errno: Int32) -> String { strerror(errno).map { String(cString: $0) } ?? "\(errno)" }
}

/// A child process in a process group of its own.
public final class Child {
    enum Ending: Equatable {
        case exited(Int32)
        case signal(Int32)
    }

    /// How a child is scheduled.
    public enum Scheduling: Sendable {
        /// As any process is, even where this one has SCHED_RR.
        case ordinary
        case asThisProcess
    }

    public let pid: pid_t
    private var ending: Ending?

    private let sharesSignals: Bool

    /// - Parameters:
    ///   - descriptors: what becomes descriptor 0, 1, 2 … of the child; it gets no others.
    ///   - sharesSignals: whether a signal that ends this process is handed on to the child, which is then scheduled
    ///     ordinarily.
    public init(
        path: String, arguments: [String], environment: [String], descriptors: [Descriptor], sharesSignals: Bool,
        scheduling: Scheduling = .ordinary
    ) throws(SpawnError) {
        self.sharesSignals = sharesSignals
        let plain = scheduling == .ordinary ? linux_spawn : linux_spawn_scheduled_alike
        let spawn = sharesSignals ? linux_spawn_sharing_signals : plain
        var pid: pid_t = 0
        let numbers = descriptors.map(\.number)
        // Without this the last owner of a descriptor may be gone, and the descriptor closed, before the spawn.
        let error = withExtendedLifetime(descriptors) {
            withCStrings(arguments) { argv in
                withCStrings(environment) { envp in spawn(&pid, path, argv, envp, numbers, Int32(numbers.count)) }
            }
        }
        guard error == 0 else { throw .notStarted(path: path, errno: error) }
        self.pid = pid
    }

    /// A fork server that is a copy of this process.
    ///
    /// - Parameter socket: what it serves.
    init(servingPlugin plugin: String, on socket: Descriptor) throws(SpawnError) {
        sharesSignals = false
        var pid: pid_t = 0
        let error = withExtendedLifetime(socket) { stonith_exec_fork(plugin, socket.number, &pid) }
        guard error == 0 else { throw .notStarted(path: plugin, errno: error) }
        self.pid = pid
    }

    /// A descriptor that becomes readable when the process has ended.
    func endDescriptor() throws(SpawnError) -> Descriptor {
        let number = linux_pidfd_open(pid)
        guard number >= 0 else { throw .noDescriptor(errno: errno) }
        return Descriptor(number)
    }

    /// Kills the process and what is in its group. Does nothing once it is reaped: the number may be another's then.
    public func killGroup() {
        guard ending == nil else { return }
        kill(-pid, SIGKILL)
        kill(pid, SIGKILL)
    }

    /// Kills it and waits a second for its end. One that cannot be killed (it waits for a dead disk, or is being
    /// traced) is left behind.
    func end() {
        killGroup()
        guard let end = try? endDescriptor() else { return }
        if Poll.readable([end], until: BootClock.moment(inMilliseconds: 1000))[0] { _ = wait() }
        if sharesSignals { linux_keep_signals() }
    }

    /// Whether the process is over; does not wait.
    public func isOver() -> Bool {
        guard ending == nil else { return true }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return false }
        ending = linux_exited(status) ? .exited(linux_exit_status(status)) : .signal(linux_term_signal(status))
        return true
    }

    /// Waits for the end of the process, which must be near.
    func wait() -> Ending {
        if let ending { return ending }
        defer { if sharesSignals { linux_keep_signals() } }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let ended: Ending =
            linux_exited(status) ? .exited(linux_exit_status(status)) : .signal(linux_term_signal(status))
        ending = ended
        return ended
    }
}

/// Hands the strings over as a C array that ends in NULL, for the time of the call.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("an array with its NULL is never empty") }
        return body(base)
    }
}
