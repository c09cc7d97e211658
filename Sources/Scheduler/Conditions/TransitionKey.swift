/// `17:3:7:UUID`: the action, the graph it belongs to, the code that was expected, and whose graph it was.
/// Read as 2.1.5 does: blanks and a sign may stand before a number, and what follows the UUID does not count.
struct TransitionKey {
    var transition: Int
    var expectedCode: Int
    var cluster: String

    init?(_ text: some StringProtocol) {
        var rest = Substring(text).utf8[...]
        guard Self.number(&rest, before: ":") != nil, let transition = Self.number(&rest, before: ":"),
            let code = Self.number(&rest, before: ":"), let cluster = Self.word(rest)
        else { return nil }
        self.transition = transition
        expectedCode = code
        self.cluster = String(cluster.prefix(36))
    }

    /// What `transition-magic` says of it: `0:7;` before the key.
    init?(magic: String) {
        var rest = Substring(magic).utf8[...]
        guard Self.number(&rest, before: ":") != nil, Self.number(&rest, before: ";") != nil,
            let key = Self.word(rest)
        else { return nil }
        self.init(key)
    }

    /// What was expected; -1 where nobody noted it.
    static func expectedCode(_ text: String) -> Int { TransitionKey(text)?.expectedCode ?? -1 }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

    /// Up to the next blank; nil where there is nothing.
    private static func word(_ rest: Substring.UTF8View) -> Substring? {
        let word = rest.drop(while: isBlank).prefix { !isBlank($0) }
        return word.isEmpty ? nil : Substring(word)
    }

    /// A whole number with the mark after it.
    private static func number(_ rest: inout Substring.UTF8View, before mark: Unicode.Scalar) -> Int? {
        rest = rest.drop(while: isBlank)
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let digits = rest.prefix { (48...57).contains($0) }
        rest = rest.dropFirst(digits.count)
        guard !digits.isEmpty, digits.count <= 18, rest.popFirst() == UInt8(ascii: mark) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return isNegative ? -value : value
    }
}
