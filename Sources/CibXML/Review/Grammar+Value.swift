import ClusterModel

extension Grammar.Value {
    /// What a value must be, where this one is not.
    func complaint(_ text: String) -> String? {
        switch self {
        case .text: nil
        case .id, .reference: text.isEmpty ? "an id" : nil
        case .score: Self.isScore(text) ? nil : "a score: a whole number, INFINITY or -INFINITY"
        case .boolean: ["true", "false", "1", "0"].contains(text) ? nil : "true or false"
        case .integer: Self.isNumber(text) ? nil : "a whole number"
        case .natural: Int(text).map { $0 >= 0 } == true ? nil : "a whole number, not below 0 and not above \(Int.max)"
        case .positive: (Int(text) ?? 0) > 0 ? nil : "a whole number above 0"
        case .choice(let words): words.contains(text) ? nil : "one of " + words.joined(separator: ", ")
        case .devices: Self.isList(text) ? nil : "ids with commas between them"
        case .range: text.utf8.allSatisfy { Self.isDigit($0) || $0 == 45 } ? nil : "two numbers with a - between them"
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// The schema's `integer`: of any length.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst(text.hasPrefix("-") || text.hasPrefix("+") ? 1 : 0)
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    private static func isScore(_ text: String) -> Bool {
        ["INFINITY", "+INFINITY", "-INFINITY"].contains(text) || isNumber(text)
    }

    private static func isList(_ text: String) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy {
                    Self.isDigit($0) || (65...90).contains($0) || (97...122).contains($0) || [45, 46, 95].contains($0)
                }
        }
    }
}
