import Glibc

/// Stands between the work and the device: no power command leaves once a verdict was given, and what was sent is known
/// when it is given. Shared by the thread that works and the one that watches.
public final class CommandGate: @unchecked Sendable {
    public enum Sent: Equatable, Sendable {
        case nothing
        /// A power command left, and neither its answer nor a read-back has settled what came of it.
        case command
        /// The node was read back off, whatever comes after.
        case provenOff
    }

    private var mutex = pthread_mutex_t()
    private var sent = Sent.nothing
    private var isClosed = false

    public init() { pthread_mutex_init(&mutex, nil) }

    deinit { pthread_mutex_destroy(&mutex) }

    /// Whether a command may leave now; from then on it counts as sent.
    public func pass() -> Bool {
        locked {
            guard !isClosed else { return false }
            if sent == .nothing { sent = .command }
            return true
        }
    }

    /// The command's outcome is known: answered, or read back.
    public func settle() { locked { if sent == .command { sent = .nothing } } }

    public func proveOff() { locked { sent = .provenOff } }

    public var state: Sent { locked { sent } }

    /// Whether a verdict was given: nothing may begin any more.
    public var hasClosed: Bool { locked { isClosed } }

    /// Lets nothing pass any more, and answers what is out.
    public func close() -> Sent {
        locked {
            isClosed = true
            return sent
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(&mutex)
        defer { pthread_mutex_unlock(&mutex) }
        return body()
    }
}
