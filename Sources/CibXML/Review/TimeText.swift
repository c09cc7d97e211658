/// How times and intervals are written: digits with a unit, or a duration of ISO 8601 (Pacemaker Explained 2.1).
enum TimeText {
    static func isTime(_ text: String) -> Bool { milliseconds(text) != nil }

    /// As Pacemaker reads it, so that `10minutes` and `1.5m` are times: fractions do not count, nor what follows the
    /// unit. Nil for a duration of ISO 8601, and for what is no time.
    static func milliseconds(_ text: String) -> Int? {
        let bytes = text.utf8.drop(while: isBlank)
        let digits = bytes.prefix(while: isDigit)
        guard !digits.isEmpty else { return nil }
        let number = digits.prefix(12).reduce(0) { $0 * 10 + Int($1 - 48) }
        let rest = bytes.drop { isDigit($0) || $0 == UInt8(ascii: ".") }.drop(while: isBlank)
        let unit = String(decoding: rest.prefix(2), as: UTF8.self).lowercased()
        switch unit.first {
        case _ where unit == "us": return number / 1000
        case _ where unit == "ms": return number
        case nil, "s": return number * 1000
        case "m": return number * 60_000
        case "h": return number * 3_600_000
        default: return nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

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
}
