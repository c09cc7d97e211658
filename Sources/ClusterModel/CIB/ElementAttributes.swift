/// The attributes of one element of a CIB, in the order of the source; those that nobody here knows among them, so that
/// nothing is lost when it is written back.
public struct ElementAttributes: Equatable, Sendable {
    public struct Pair: Equatable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var pairs: [Pair]
    /// As XML, one by one, what stands in the element and has no place in the model: comments, and elements that nobody
    /// here knows.
    public var inside: [String] = []

    public init(_ pairs: [Pair] = []) { self.pairs = pairs }

    /// Neither attributes nor anything in it.
    public var isEmpty: Bool { pairs.isEmpty && inside.isEmpty }

    /// Nil where it is not set. A new one goes to the end; setting nil removes it.
    public subscript(_ name: String) -> String? {
        get { pairs.first { $0.name == name }?.value }
        set {
            guard let newValue else { return pairs.removeAll { $0.name == name } }
            if let index = pairs.firstIndex(where: { $0.name == name }) {
                pairs[index].value = newValue
            } else {
                pairs.append(Pair(name, newValue))
            }
        }
    }
}

extension ElementAttributes {
    /// Takes over what others say, and keeps what only these say.
    public mutating func merge(_ others: ElementAttributes) {
        for pair in others.pairs { self[pair.name] = pair.value }
        inside += others.inside
    }
}

extension ElementAttributes: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) { pairs = elements.map { Pair($0.0, $0.1) } }
}
