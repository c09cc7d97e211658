import Glibc

/// A moment of this node's clock, shown in local time.
struct Moment: Equatable {
    let unixMilliseconds: Int64

    static func now() -> Moment {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Moment(unixMilliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }

    /// `2026-03-30 14:43:09`.
    var text: String {
        var seconds = time_t(unixMilliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "?" }
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map(Self.twoDigits)
        let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.twoDigits(Int($0)) }
        return date.joined(separator: "-") + " " + time.joined(separator: ":")
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
