import Glibc
import IPMISettings
import PluginKit

/// Asks once more, by hand, why a BMC refused to open a session: libfreeipmi reports a BMC without a free session and
/// one without the cipher suite by the same number when the answer is the short one that many BMCs give.
///
/// RMCP+ Open Session Request and Response: IPMI 2.0 revision 1.1, 13.17 and 13.18; status codes: table 13-15.
enum OpenSessionStatus {
    private static let waitMilliseconds: Int32 = 500

    /// What the status stands for; nil when no answer came, so that the first error stands.
    static func ask(_ endpoint: Endpoint, _ settings: Settings, suite: UInt8) -> BMCError? {
        guard let status = exchange(endpoint, request(suite: suite, privilege: settings.privilege)) else { return nil }
        let detail = "open session status 0x" + String(status, radix: 16)
        switch status {
        case 0x00, 0x01: return BMCError(.busy, detail)
        case 0x04, 0x05, 0x10, 0x11: return BMCError(.noCipherSuite, detail)
        case 0x09, 0x0A: return BMCError(.tooLittlePrivilege, detail)
        default: return BMCError(.errorAnswer, detail)
        }
    }

    private static func exchange(_ endpoint: Endpoint, _ request: [UInt8]) -> UInt8? {
        let descriptor = socket(endpoint.family, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard endpoint.withAddress({ connect(descriptor, $0, $1) }) == 0,
            request.withUnsafeBytes({ send(descriptor, $0.baseAddress, $0.count, 0) }) == request.count
        else { return nil }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, waitMilliseconds) > 0 else { return nil }
        var answer = [UInt8](repeating: 0, count: 128)
        let count = recv(descriptor, &answer, answer.count, 0)
        return status(in: answer.prefix(max(0, count)))
    }

    /// The status in an Open Session Response; nil when the datagram is none.
    static func status(in answer: ArraySlice<UInt8>) -> UInt8? {
        guard answer.count >= 18, Array(answer[..<4]) == [0x06, 0x00, 0xFF, 0x07], answer[4] == 0x06 else { return nil }
        return answer[5] & 0x3F == 0x11 ? answer[17] : nil
    }

    private static func request(suite: UInt8, privilege: UInt8) -> [UInt8] {
        let algorithms = algorithms(of: suite)
        let head: [UInt8] = [0x06, 0x00, 0xFF, 0x07, 0x06, 0x10] + [UInt8](repeating: 0, count: 8) + [32, 0]
        let session: [UInt8] = [0x00, privilege, 0, 0, 0x53, 0x54, 0x4F, 0x4E]
        return head + session + payload(0, algorithms.0) + payload(1, algorithms.1) + payload(2, algorithms.2)
    }

    private static func payload(_ type: UInt8, _ algorithm: UInt8) -> [UInt8] { [type, 0, 0, 8, algorithm, 0, 0, 0] }

    /// Authentication, integrity and confidentiality algorithm (table 22-20).
    private static func algorithms(of suite: UInt8) -> (UInt8, UInt8, UInt8) {
        switch suite {
        case 17: (3, 4, 1)
        case 12: (2, 3, 1)
        case 0: (0, 0, 0)
        case 8: (2, 2, 1)
        default: (1, 1, 1)
        }
    }
}
