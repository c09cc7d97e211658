/// How an operator writes a time.
enum TimeWord {
    private static let units: Set = ["", "s", "sec", "ms", "msec", "us", "usec", "m", "min", "h", "hr"]

    /// A number with or without a unit.
    static func isTime(_ text: String) -> Bool {
        let text = text.lowercased()
        let digits = text.utf8.prefix { (48...57).contains($0) }
        let unit = String(Substring(text.utf8.dropFirst(digits.count)))
        return !digits.isEmpty && units.contains(String(unit.drop { $0 == " " }))
    }

    /// The same, or a duration of ISO 8601.
    static func isInterval(_ text: String) -> Bool { isTime(text) || isDuration(text.uppercased()) }

    /// Such as `P1DT12H`: each number has its letter, and there is one at least.
    private static func isDuration(_ text: String) -> Bool {
        guard text.hasPrefix("P") else { return false }
        let parts = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.last?.isEmpty == false else { return false }
        return zip(parts, ["YMWD", "HMS"]).allSatisfy { part, letters in
            part.isEmpty
                || letters.contains(part.last ?? " ")
                    && part.split(omittingEmptySubsequences: false) { letters.contains($0) }.dropLast().allSatisfy {
                        !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) }
                    }
        }
    }
}
