import Glibc

/// When something happened, by the wall clock, for those who are told of it.
struct AlertMoment: Equatable {
    var seconds: Int64
    /// 0 to 999,999
    var microseconds: Int64

    static func now() -> AlertMoment {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return AlertMoment(seconds: Int64(now.tv_sec), microseconds: Int64(now.tv_nsec) / 1000)
    }

    /// Six digits.
    var microsecondText: String { Self.digits(microseconds, 6) }

    /// In local time, as strftime(3) has it; `%N` and `%06N` are microseconds, `%03N` thousandths, and so on.
    func text(_ format: String) -> String {
        var (local, time) = (tm(), time_t(seconds))
        localtime_r(&time, &local)
        var text = [CChar](repeating: 0, count: 1024)
        let count = strftime(&text, text.count, withFraction(format), &local)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The format with the parts of a second in place of their `%N`.
    private func withFraction(_ format: String) -> String {
        var result: [UInt8] = []
        var rest = Array(format.utf8.filter { $0 != 0 })[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            let width = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let follows = rest.dropFirst(width.count).first
            if follows == UInt8(ascii: "N") {
                rest = rest.dropFirst(width.count + 1)
                let count = min(6, max(1, Int(String(decoding: width, as: UTF8.self)) ?? 6))
                result += microsecondText.utf8.prefix(count)
            } else {
                // A conversion keeps its letter, or `%%N` would be taken for one.
                result.append(byte)
                if width.isEmpty, let letter = rest.popFirst() { result.append(letter) }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
