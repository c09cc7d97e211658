import Glibc
import PluginKit
import RSADialogue

/// A TCP connection to a board that never blocks. Closed when it goes out of scope.
///
/// However it ends, with a kill of the process too, what the board has not received is thrown away (a reset): the
/// kernel would otherwise go on for minutes to deliver a power command whose action is over.
struct BoardSocket: ~Copyable {
    enum Heard: Equatable {
        case nothing
        case connected
        case bytes([UInt8])
        case closed
        case failed(BoardFailure)
    }

    private let descriptor: Int32
    private var isConnected = false
    private var unsent: [UInt8] = []

    init(_ endpoint: Endpoint) throws(BoardFailure) {
        descriptor = socket(endpoint.family, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        setLinger(on: true)
        guard endpoint.withAddress({ connect(descriptor, $0, $1) }) != 0, errno != EINPROGRESS else { return }
        let error = errno
        close(descriptor)
        throw Self.failure(error)
    }

    deinit { close(descriptor) }

    /// From now on what was sent gets through though the connection is closed.
    func letThrough() { setLinger(on: false) }

    private func setLinger(on: Bool) {
        var none = linger(l_onoff: on ? 1 : 0, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
    }

    mutating func send(_ bytes: [UInt8]) {
        unsent += bytes
        flush()
    }

    private mutating func flush() {
        guard isConnected, !unsent.isEmpty else { return }
        let sent = unsent.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        // An error comes back from the next call that reads.
        if sent > 0 { unsent.removeFirst(sent) }
    }

    /// Waits for the board, so long at most.
    mutating func wait(milliseconds: Int64) -> Heard {
        let writes = !isConnected || !unsent.isEmpty
        var entry = pollfd(fd: descriptor, events: Int16(writes ? POLLIN | POLLOUT : POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else { return .nothing }
        guard isConnected else { return connection() }
        flush()
        return Int32(entry.revents) & ~POLLOUT == 0 ? .nothing : receive()
    }

    private mutating func connection() -> Heard {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
        guard error == 0 else { return .failed(Self.failure(error)) }
        isConnected = true
        return .connected
    }

    private func receive() -> Heard {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return .bytes(Array(buffer.prefix(count))) }
        return count < 0 && [EAGAIN, EINTR].contains(errno) ? .nothing : .closed
    }

    private static func failure(_ error: Int32) -> BoardFailure {
        let words = String(cString: strerror(error))
        return switch error {
        case ECONNREFUSED: BoardFailure(.refused, words)
        case ETIMEDOUT: BoardFailure(.silent, words)
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, ECONNRESET, EADDRNOTAVAIL:
            BoardFailure(.unreachable, words)
        default: BoardFailure(.system, words)
        }
    }
}
