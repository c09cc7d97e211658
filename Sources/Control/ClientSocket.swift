import ClusterModel
import Glibc

/// A connected Unix stream socket that never blocks but in a wait with a deadline, and never raises SIGPIPE.
final class ClientSocket {
    /// Why a wait ended without what was waited for.
    enum Stop: Error {
        case timeUp
        case interrupted
        case lost
    }

    private let number: Int32
    private let interruption: Interruption?
    /// How often a listener whose queue is full is tried.
    private static let stepMilliseconds: Int64 = 10

    init(path: String, until deadline: Instant, _ interruption: Interruption?) throws(DaemonError) {
        self.interruption = interruption
        number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard number >= 0 else { throw .noDaemon(path: path, errno: errno) }
        var error = tryConnect(path)
        // For a Unix socket EAGAIN says that the listener's queue is full, and no poll tells when it is not (unix(7)).
        while error == EAGAIN || error == EINTR, Instant.now() < deadline {
            let step = min(deadline, Instant.now().adding(milliseconds: Self.stepMilliseconds))
            if Self.pause(until: step, interruption) { throw .interrupted }
            error = tryConnect(path)
        }
        if error != 0 { throw .noDaemon(path: path, errno: error) }
    }

    deinit { close(number) }

    private func tryConnect(_ path: String) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return ENAMETOOLONG }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 ? 0 : errno
    }

    /// Sends all of it.
    func send(_ bytes: [UInt8], until deadline: Instant) throws(Stop) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                try Self.wait(for: number, POLLOUT, until: deadline, interruption)
            } else if errno != EINTR {
                throw .lost
            }
        }
    }

    /// What is there, up to 16 KiB; waits for it.
    func receive(until deadline: Instant) throws(Stop) -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            try Self.wait(for: number, POLLIN, until: deadline, interruption)
            let count = recv(number, &bytes, bytes.count, 0)
            if count > 0 { return bytes.prefix(count) }
            if count == 0 || (errno != EAGAIN && errno != EINTR) { throw .lost }
        }
    }

    // MARK: Waiting

    /// Nothing but the time passes; true when it was interrupted.
    static func pause(until deadline: Instant, _ interruption: Interruption?) -> Bool {
        do throws(Stop) {
            try wait(for: -1, 0, until: deadline, interruption)
        } catch {
            return error == .interrupted
        }
        return false
    }

    private static func wait(
        for number: Int32, _ events: Int32, until deadline: Instant, _ interruption: Interruption?
    ) throws(Stop) {
        var entries = [
            pollfd(fd: number, events: Int16(events), revents: 0),
            pollfd(fd: interruption?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: interruption?.output ?? -1, events: 0, revents: 0),
        ]
        while true {
            let left = max(0, deadline.milliseconds(since: .now()))
            let count = poll(&entries, nfds_t(entries.count), Int32(clamping: left))
            if count > 0 {
                if entries[1].revents != 0 || entries[2].revents != 0 { throw .interrupted }
                return
            }
            if count == 0, deadline <= .now() { throw .timeUp }
            if count < 0, errno != EINTR { throw .lost }
        }
    }
}
