import CCurl
import Glibc
import PluginKit

/// Bytes over TLS and nothing else, for boards that speak it without HTTP. Closed when it goes away.
public final class TLSStream {
    private let transfer: CurlTransfer
    private let socket: Int32
    /// Bytes were handed to the connection.
    public private(set) var wasSent = false
    private var hasHeard = false

    /// Connects.
    public init(_ settings: HTTPSettings, until deadline: Deadline, isCancelled: () -> Bool) throws(HTTPError) {
        transfer = try CurlTransfer(settings)
        ccurl_set_long(transfer.easy, CURLOPT_CONNECT_ONLY, 1)
        do { try Self.connect(transfer, deadline, isCancelled) } catch {
            guard settings.allowsOldTLS, [.closed, .tlsFailed, .tlsTooOld].contains(error.cause) else { throw error }
            transfer.limitTLS(toOldest: true)
            try Self.connect(transfer, deadline, isCancelled)
        }
        socket = ccurl_get_socket(transfer.easy)
        guard socket >= 0 else { throw HTTPError(.closed, "it closed the connection at once") }
    }

    private static func connect(
        _ transfer: CurlTransfer, _ deadline: Deadline, _ isCancelled: () -> Bool
    ) throws(HTTPError) {
        try transfer.run(until: deadline, isCancelled: isCancelled, wasSent: { false }, heard: { false })
    }

    /// Sends all of it. A failure does not say how much of it arrived.
    public func send(_ bytes: [UInt8], until deadline: Deadline, isCancelled: () -> Bool) throws(HTTPError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try check(deadline, isCancelled)
            wasSent = true
            var count = 0
            let code = rest.withUnsafeBytes { curl_easy_send(transfer.easy, $0.baseAddress, $0.count, &count) }
            switch code {
            case CURLE_OK: rest = rest.dropFirst(count)
            case CURLE_AGAIN: wait(for: POLLOUT, deadline)
            default: throw failure(code)
            }
        }
    }

    /// What came, up to so many bytes; empty when the server has closed the stream.
    public func receive(max: Int, until deadline: Deadline, isCancelled: () -> Bool) throws(HTTPError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: max)
        while true {
            try check(deadline, isCancelled)
            var count = 0
            switch curl_easy_recv(transfer.easy, &buffer, buffer.count, &count) {
            case CURLE_OK:
                hasHeard = hasHeard || count > 0
                return Array(buffer.prefix(count))
            case CURLE_AGAIN: wait(for: POLLIN, deadline)
            case let code: throw failure(code)
            }
        }
    }

    /// Throws away what came unasked; false when the server has closed the stream meanwhile.
    public func drain() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<16 {
            var count = 0
            let code = curl_easy_recv(transfer.easy, &buffer, buffer.count, &count)
            if code == CURLE_AGAIN { return true }
            guard code == CURLE_OK, count > 0 else { return false }
        }
        return false
    }

    private func check(_ deadline: Deadline, _ isCancelled: () -> Bool) throws(HTTPError) {
        if isCancelled() { throw HTTPError(.cancelled, wasSent: wasSent) }
        guard deadline.hasPassed else { return }
        throw hasHeard
            ? HTTPError(.tooSlow, "its answer was not whole when the time was up", wasSent: wasSent)
            : HTTPError(.silent, wasSent ? "it took the request" : "it took the connection", wasSent: wasSent)
    }

    private func wait(for event: Int32, _ deadline: Deadline) {
        var entry = pollfd(fd: socket, events: Int16(event), revents: 0)
        poll(&entry, 1, Int32(clamping: min(deadline.left, CurlTransfer.sliceMilliseconds)))
    }

    private func failure(_ code: CURLcode) -> HTTPError {
        HTTPError(.closed, String(cString: curl_easy_strerror(code)), wasSent: wasSent)
    }
}
