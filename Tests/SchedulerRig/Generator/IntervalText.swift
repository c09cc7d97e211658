/// The intervals that cases are made with.
enum IntervalText {
    /// `10s`, `10`, `10000ms`, `1min`.
    static func milliseconds(_ text: String) -> Int? {
        let digits = text.prefix { $0.isNumber }
        guard let number = Int(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return number
        case "min": return number * 60_000
        default: return number * 1000
        }
    }
}
