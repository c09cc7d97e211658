import CLinux
import Glibc
import Journal

/// Tells syslog the newest head of the chain, so that a journal whose end was cut can be found out from another log,
/// or from another machine's.
struct HeadNotice {
    private let path: String
    private let socket: Int32
    private var head: (number: Int64, hash: JournalHash)?
    /// When it may speak again, in milliseconds of CLOCK_MONOTONIC.
    private var notBefore: Int64 = 0

    private static let pauseMilliseconds: Int64 = 1000
    /// authpriv.notice (RFC 3164, section 4.1.1): kept longest, and from the eyes of most.
    private static let priority = 10 << 3 | 5

    init(_ path: String) {
        self.path = path
        socket = linux_datagram_socket()
    }

    mutating func take(_ number: Int64, _ hash: JournalHash) { head = (number, hash) }

    /// When the newest head is due; nil while it is said.
    var due: Int64? { head == nil ? nil : notBefore }

    mutating func sayIfDue(_ now: Int64) {
        guard let head, now >= notBefore else { return }
        notBefore = now + Self.pauseMilliseconds
        let text = "<\(Self.priority)>\(Self.stamp()) stonithd[\(getppid())]: journal head \(head.number) \(head.hash)"
        let bytes = Array(text.utf8)
        let error = linux_send_datagram(socket, path, bytes, bytes.count)
        // A syslog that is only busy hears it later; where there is none, the next head is time enough.
        if error != EAGAIN { self.head = nil }
    }

    /// At the writer's end.
    mutating func sayNow() { sayIfDue(.max - Self.pauseMilliseconds) }

    /// `Mar 30 14:43:09` (RFC 3164, section 4.1.2).
    private static func stamp() -> String {
        var (now, parts) = (time(nil), tm())
        localtime_r(&now, &parts)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = parts.tm_mday < 10 ? " \(parts.tm_mday)" : "\(parts.tm_mday)"
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(months[Int(parts.tm_mon) % 12]) \(day) \(clock.joined(separator: ":"))"
    }
}
