/// How times and intervals are written: digits with a unit, or a duration of ISO 8601 (Pacemaker Explained 2.1).
enum TimeText {
    private static let units: Set = ["", "us", "usec", "ms", "msec", "s", "sec", "m", "min", "h", "hr"]

    static func isTime(_ text: String) -> Bool {
        let text = trimmed(text)
        let digits = text.prefix { $0.isNumber && $0.isASCII }
        return !digits.isEmpty && units.contains(String(trimmed(text.dropFirst(digits.count))))
    }

    /// Nil for a duration of ISO 8601, and for what is no time.
    static func milliseconds(_ text: String) -> Int? {
        guard isTime(text) else { return nil }
        let text = trimmed(text)
        let digits = text.prefix { $0.isNumber && $0.isASCII }
        guard let number = Int(digits), number < 1 << 40 else { return nil }
        switch trimmed(text.dropFirst(digits.count)) {
        case "us", "usec": return number / 1000
        case "ms", "msec": return number
        case "m", "min": return number * 60_000
        case "h", "hr": return number * 3_600_000
        default: return number * 1000
        }
    }

    static func isInterval(_ text: String) -> Bool { isTime(text) || isDuration(text) }

    /// Such as `P1DT12H`.
    private static func isDuration(_ text: String) -> Bool {
        guard text.hasPrefix("P"), text.count > 1 else { return false }
        var hasDigits = false
        for letter in text.dropFirst() {
            switch letter {
            case "0"..."9": hasDigits = true
            case "T" where !hasDigits: continue
            case "Y", "M", "W", "D", "H", "S":
                guard hasDigits else { return false }
                hasDigits = false
            default: return false
            }
        }
        return !hasDigits
    }

    private static func trimmed(_ text: some StringProtocol) -> Substring {
        let start = text.drop { $0 == " " }
        return Substring(start.reversed().drop { $0 == " " }.reversed().map { String($0) }.joined())
    }
}
