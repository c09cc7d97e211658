import Glibc

/// Wall-clock time for logs and records.
struct LogStamp {
    private var second: time_t?
    private var text = ""

    static func unixMilliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// `Mar 30 14:43:09`, in local time (syslog's form, RFC 3164 section 4.1.2).
    mutating func now() -> String {
        var now = time(nil)
        if now != second { (second, text) = (now, Self.text(&now)) }
        return text
    }

    private static func text(_ seconds: inout time_t) -> String {
        var parts = tm()
        localtime_r(&seconds, &parts)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = parts.tm_mday < 10 ? " \(parts.tm_mday)" : "\(parts.tm_mday)"
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(months[Int(parts.tm_mon) % 12]) \(day) \(clock.joined(separator: ":"))"
    }
}
