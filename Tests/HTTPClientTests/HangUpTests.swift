import Glibc
import PluginKit
import Testing

@testable import HTTPClient

/// What was sent and not taken by the server must not arrive later, so connections end with a reset.
@Suite struct HangUpTests {
    /// A server that is never quick enough: looked at when the client is gone.
    private final class SlowServer {
        let settings: HTTPSettings
        private let listener: Int32

        init(_ address: String) throws {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            inet_pton(AF_INET, address, &place.sin_addr)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let result = withUnsafeMutablePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                    bind(listener, place, length) + listen(listener, 4) + getsockname(listener, place, &length)
                }
            }
            self.listener = listener
            let port = UInt16(bigEndian: place.sin_port)
            settings = HTTPSettings(
                origin: HTTPOrigin(isTLS: false, host: address, port: port), trust: .anyone)
            try #require(result == 0)
        }

        deinit { close(listener) }

        /// The error number that the connection ended with; 0 for a usual end, nil while it is open.
        func end() -> Int32? {
            let connection = accept(listener, nil, nil)
            defer { close(connection) }
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                var entry = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
                guard poll(&entry, 1, 5000) > 0 else { return nil }
                let count = recv(connection, &buffer, buffer.count, 0)
                if count <= 0 { return count == 0 ? 0 : errno }
            }
        }
    }

    @Test func anExchangeThatIsGivenUpEndsWithAReset() throws {
        let server = try SlowServer("127.42.0.3")
        let error = failure(server.settings, milliseconds: 200)
        #expect(error?.cause == .silent && error?.wasSent == true)
        #expect(server.end() == ECONNRESET)
    }

    @Test func soDoesAStream() throws {
        let server = try SlowServer("127.42.0.4")
        let deadline = Deadline(inMilliseconds: 2000)
        do {
            let stream = try TLSStream(server.settings, until: deadline, isCancelled: isNever)
            try stream.send(Array("<RIBCL/>".utf8), until: deadline, isCancelled: isNever)
        }
        #expect(server.end() == ECONNRESET)
    }
}
