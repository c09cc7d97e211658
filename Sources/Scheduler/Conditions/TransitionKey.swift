/// `17:3:7:UUID`: the action, the graph it belongs to, the code that was expected, and whose graph it was.
struct TransitionKey {
    var transition: Int
    var expectedCode: Int
    var cluster: Substring

    init?(_ text: String) {
        var rest = text.utf8[...]
        guard Self.number(&rest) != nil, let transition = Self.number(&rest), let code = Self.number(&rest) else {
            return nil
        }
        self.transition = transition
        expectedCode = code
        cluster = Substring(rest)
    }

    /// What was expected; -1 where nobody noted it.
    static func expectedCode(_ text: String) -> Int { TransitionKey(text)?.expectedCode ?? -1 }

    /// A whole number with the colon after it.
    private static func number(_ rest: inout Substring.UTF8View) -> Int? {
        var value = 0
        var digits = 0
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ":") { return digits == 0 ? nil : isNegative ? -value : value }
            guard (48...57).contains(byte), digits < 18 else { return nil }
            value = value * 10 + Int(byte - 48)
            digits += 1
        }
        return nil
    }
}
