import Glibc

/// A moment as a person writes it, in local time.
enum SinceTime {
    private static let spans: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]

    /// Seconds since 1970; nil where it is none.
    ///
    /// - Parameter now: the same.
    static func seconds(_ text: String, now: Int) -> Int? {
        if let span = text.last.flatMap({ spans[$0] }), let count = Int(text.dropLast()), count >= 0 {
            let (seconds, isBeyond) = count.multipliedReportingOverflow(by: span)
            return isBeyond ? 0 : max(0, now - seconds)
        }
        let words = text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "T" }
        guard let first = words.first, words.count <= 2 else { return nil }
        var (today, parts) = (now, tm())
        localtime_r(&today, &parts)
        (parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_isdst) = (0, 0, 0, -1)
        if first.contains("-") {
            guard setDate(&parts, first) else { return nil }
            return words.count == 1 || setClock(&parts, words[1]) ? mktime(&parts) : nil
        }
        return words.count == 1 && setClock(&parts, first) ? mktime(&parts) : nil
    }

    private static func setDate(_ parts: inout tm, _ text: Substring) -> Bool {
        guard let numbers = numbers(text, "-", [1970...9999, 1...12, 1...31]), numbers.count == 3 else { return false }
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
        return true
    }

    private static func setClock(_ parts: inout tm, _ text: Substring) -> Bool {
        guard let numbers = numbers(text, ":", [0...23, 0...59, 0...60]), numbers.count >= 2 else { return false }
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 0)
        return true
    }

    private static func numbers(_ text: Substring, _ separator: Character, _ ranges: [ClosedRange<Int32>]) -> [Int32]? {
        let words = text.split(separator: separator, omittingEmptySubsequences: false)
        guard words.count <= ranges.count else { return nil }
        let numbers = zip(words, ranges).compactMap { word, range in
            Int32(word).flatMap { range.contains($0) ? $0 : nil }
        }
        return numbers.count == words.count ? numbers : nil
    }

    /// `2026-03-30 14:43:09` for milliseconds since 1970.
    static func text(_ unixMilliseconds: Int64) -> String {
        var seconds = time_t(unixMilliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "?" }
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map(twoDigits)
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { twoDigits(Int($0)) }
        return date.joined(separator: "-") + " " + clock.joined(separator: ":")
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
