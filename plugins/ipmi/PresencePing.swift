import Glibc
import PluginKit

/// RMCP presence pings on a connected UDP socket, beside the session.
///
/// libfreeipmi's own socket is not connected, so it never hears that nobody listens and waits for its whole timeout; a
/// connected one gets the ICMP error as ECONNREFUSED. Message: ASF 2.0, 3.2.4.3; RMCP header: IPMI 2.0, 13.1.3.
struct PresencePing: ~Copyable {
    enum Heard: Equatable {
        case nothing
        /// A datagram came: somebody is there.
        case answer
        /// The network said that nobody is: the errno.
        case refusal(Int32)
    }

    private static let message: [UInt8] = [
        0x06, 0x00, 0xFF, 0x06,  // RMCP 1.0, sequence 255 (no acknowledgement), class ASF
        0x00, 0x00, 0x11, 0xBE,  // enterprise number of the ASF
        0x80, 0x00, 0x00, 0x00,  // presence ping, tag 0, no data
    ]

    let descriptor: Int32

    init(_ endpoint: Endpoint) throws(BMCError) {
        descriptor = socket(endpoint.family, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
        guard descriptor >= 0 else { throw BMCError(.library, String(cString: strerror(errno))) }
        let connected = endpoint.withAddress { connect(descriptor, $0, $1) }
        guard connected == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw BMCError(.unreachable, reason)
        }
    }

    deinit { close(descriptor) }

    /// Sends one. An error of an earlier one may come back from this call; it counts as heard.
    func send() -> Heard {
        let sent = Self.message.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
        return sent < 0 ? Self.judge(errno) : .nothing
    }

    /// What has come back since.
    func receive() -> Heard {
        var buffer = [UInt8](repeating: 0, count: 64)
        return recv(descriptor, &buffer, buffer.count, 0) < 0 ? Self.judge(errno) : .answer
    }

    private static func judge(_ error: Int32) -> Heard {
        switch error {
        case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN: .refusal(error)
        default: .nothing
        }
    }
}
