/// A preference: from minus infinity (never) to infinity (must), both 1,000,000 away from zero
/// (Pacemaker Explained 2.1, section "Scores").
public struct Score: Hashable, Sendable, Comparable {
    public let value: Int

    public static let zero = Score(0)
    public static let infinity = Score(1_000_000)
    public static let minusInfinity = Score(-1_000_000)

    /// What is beyond infinity is infinity.
    public init(_ value: Int) { self.value = min(max(value, -1_000_000), 1_000_000) }

    /// `INFINITY`, `+INFINITY`, `-INFINITY` in any case, `inf` as crmsh writes it, or whole decimal digits with a sign;
    /// nil for anything else.
    public init?(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let digits = text.hasPrefix("+") || isNegative ? text.dropFirst() : text[...]
        switch digits.lowercased() {
        case "infinity", "inf": self = isNegative ? .minusInfinity : .infinity
        default:
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            self.init((Int(digits.prefix(12)) ?? .max) * (isNegative ? -1 : 1))
        }
    }

    public static func < (left: Score, right: Score) -> Bool { left.value < right.value }

    /// Minus infinity wins over infinity, and each of them over any number.
    public static func + (left: Score, right: Score) -> Score {
        if left == .minusInfinity || right == .minusInfinity { return .minusInfinity }
        if left == .infinity || right == .infinity { return .infinity }
        return Score(left.value + right.value)
    }

    public static func += (left: inout Score, right: Score) { left = left + right }
}

extension Score: CustomStringConvertible {
    /// As Pacemaker 2.1.5 prints it.
    public var description: String {
        switch self {
        case .infinity: "INFINITY"
        case .minusInfinity: "-INFINITY"
        default: String(value)
        }
    }
}
