import ClusterModel

/// Times, whole numbers and scores as operators write them.
enum ScalarSyntax {
    /// A year: no time of fencing is longer.
    static let millisecondsMax: Int64 = 366 * 86_400_000

    /// `60`, `60s`, `500ms`, `2min`, `1h`, `PT1M30S`, in milliseconds; a bare number is seconds. Nil for anything else.
    static func milliseconds(_ text: String) -> Int64? {
        let text = text.lowercased()
        if text.hasPrefix("pt") { return isoMilliseconds(text.dropFirst(2)) }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let unit = unit(text.dropFirst(digits.count)) else { return nil }
        return product(digits, unit)
    }

    /// `10/1h`: so many in so long a time. Nil for anything else.
    static func limit(_ text: String) -> FenceLimit? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), (1...limitMax).contains(count),
            let span = milliseconds(String(parts[1])), span > 0
        else { return nil }
        return FenceLimit(count: count, milliseconds: span)
    }

    private static let limitMax = 1_000_000

    private static func unit(_ text: Substring) -> Int64? {
        switch text {
        case "ms", "msec": 1
        case "", "s", "sec": 1000
        case "m", "min": 60_000
        case "h", "hr": 3_600_000
        default: nil
        }
    }

    private static func isoMilliseconds(_ text: Substring) -> Int64? {
        var (rest, total, units) = (text, Int64(0), "hms"[...])
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let letter = rest.popFirst(), let index = units.firstIndex(of: letter),
                let unit = unit(Substring(String(letter))), let part = product(digits, unit)
            else { return nil }
            units = units[units.index(after: index)...]
            total += part
        }
        return total <= millisecondsMax ? total : nil
    }

    private static func product(_ digits: Substring, _ unit: Int64) -> Int64? {
        guard let number = Int64(digits), number <= millisecondsMax / unit else { return nil }
        return number * unit
    }

    /// Whether the score forbids: `-INFINITY`, `-inf`, or a number that reaches it. Nil when it is no score.
    static func forbids(_ text: String) -> Bool? {
        let text = text.lowercased()
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? text.prefix(1) : ""
        let rest = text.dropFirst(sign.count)
        if ["inf", "infinity"].contains(rest) { return sign == "-" }
        switch rest {
        case "mandatory", "advisory", "always", "never", "default": return rest == "never"
        default: break
        }
        guard let number = Int64(rest), number >= 0, rest.utf8.first != UInt8(ascii: "+") else { return nil }
        return sign == "-" && number >= 1_000_000
    }

    /// For the operator: `710 s`, `500 ms`.
    static func text(milliseconds: Int64) -> String {
        milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }
}
