/// How Pacemaker reads the values that operators write: more kindly than one would, and always with a result.
public enum ValueText {
    /// Nil for what is neither.
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "on", "yes", "y", "1": true
        case "false", "off", "no", "n", "0": false
        default: nil
        }
    }

    static func isTrue(_ text: String?) -> Bool { text.flatMap(boolean) ?? false }

    /// Zero for what is no score; what follows the digits does not count.
    static func score(_ text: String?) -> Int32 {
        guard let text else { return 0 }
        if let value = number(text) { return Int32(max(-1_000_000, min(1_000_000, value))) }
        switch text.lowercased() {
        case "infinity", "+infinity": return NodeScores.infinity
        case "-infinity", "red": return -NodeScores.infinity
        default: return 0
        }
    }

    /// The whole number a text begins with, after blanks and a sign; nil where there are no digits, or too many.
    static func number(_ text: String) -> Int? {
        var bytes = text.utf8[...]
        while let first = bytes.first, first == 0x20 || (9...13).contains(first) { bytes.removeFirst() }
        var isNegative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        guard let value = Int(Substring(bytes.prefix { (48...57).contains($0) })) else { return nil }
        return isNegative ? -value : value
    }

    /// The number with a fraction that a text begins with, after blanks.
    static func fraction(_ text: String) -> Double? {
        let start = text.utf8.drop { $0 == 0x20 || (9...13).contains($0) }
        var end = start.prefix { "+-.0123456789eE".utf8.contains($0) }
        while !end.isEmpty {
            if let value = Double(Substring(end)) { return value }
            end.removeLast()
        }
        return nil
    }

    /// `number`, but not below the lowest that is allowed.
    static func number(_ text: String, atLeast lowest: Int) -> Int { max(lowest, number(text) ?? lowest) }

    /// `30`, `30s`, `500ms`, `2 min`, `1h`, or an ISO 8601 duration; zero for anything else.
    public static func milliseconds(_ text: String?) -> Int {
        guard let text else { return 0 }
        let value = text.hasPrefix("P") ? duration(text) : plainMilliseconds(text) ?? 0
        return max(0, min(value, Int(UInt32.max)))
    }

    /// As `milliseconds`, but nil for what is none. Fractions do not count, nor what follows the unit.
    static func plainMilliseconds(_ text: String) -> Int? {
        let blanks: (UInt8) -> Bool = { $0 == 0x20 || (9...13).contains($0) }
        let bytes = text.utf8.drop(while: blanks)
        let digits = bytes.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        let value = digits.prefix(12).reduce(0) { $0 * 10 + Int($1 - 48) }
        let rest = bytes.drop { (48...57).contains($0) || $0 == UInt8(ascii: ".") }.drop(while: blanks)
        let unit = String(decoding: rest.prefix(2), as: UTF8.self).lowercased()
        switch unit.first {
        case _ where unit == "ms": return value
        case _ where unit == "us": return value / 1000
        case nil, "s": return value * 1000
        case "m": return value * 60_000
        case "h": return value * 3_600_000
        default: return nil
        }
    }

    /// As 2.1.5 counts: one of the years does not count, and one of the days, weeks included.
    private static func duration(_ text: String) -> Int {
        var (years, days, seconds, isTime) = (0, 0, 0, false)
        var value: Int?
        for byte in text.utf8.dropFirst() {
            switch byte {
            case 48...57: value = min((value ?? 0) * 10 + Int(byte - 48), 1_000_000_000)
            case UInt8(ascii: "T") where value == nil && !isTime: isTime = true
            default:
                guard let count = value, let unit = unit(byte, isTime: isTime) else { return 0 }
                years = min(years + count * unit.years, 1_000_000)
                days = min(days + count * unit.days, 1_000_000)
                seconds = min(seconds + count * unit.seconds, 10_000_000_000)
                value = nil
            }
        }
        days = max(0, days - 1) + max(0, years - 1) * 365
        return value == nil ? (seconds + days * 86_400) * 1000 : 0
    }

    private static func unit(_ letter: UInt8, isTime: Bool) -> (years: Int, days: Int, seconds: Int)? {
        switch letter {
        case UInt8(ascii: "S"): (0, 0, 1)
        case UInt8(ascii: "M"): (0, 0, isTime ? 60 : 2_592_000)
        case UInt8(ascii: "H"): (0, 0, 3600)
        case UInt8(ascii: "D") where !isTime: (0, 1, 0)
        case UInt8(ascii: "W") where !isTime: (0, 7, 0)
        case UInt8(ascii: "Y") where !isTime: (1, 0, 0)
        default: nil
        }
    }
}
