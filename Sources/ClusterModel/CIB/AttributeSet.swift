/// A set of names and values: `<instance_attributes>`, `<meta_attributes>`, `<utilization>` or
/// `<cluster_property_set>`.
public struct AttributeSet: Equatable, Sendable {
    public struct Pair: Equatable, Sendable {
        public var id: String
        public var name: String
        /// Nil where `<nvpair>` has none, or only refers to another one.
        public var value: String?
        /// `id-ref`: the pair of that id is meant.
        public var reference: String?
        /// Attributes, and what stands in it, that nobody here knows.
        public var others = ElementAttributes()

        public init(id: String, name: String, value: String?, reference: String? = nil) {
            self.id = id
            self.name = name
            self.value = value
            self.reference = reference
        }
    }

    /// `id`, `score`, `id-ref` and others.
    public var attributes: ElementAttributes
    /// It counts only where the rule holds.
    public var rule: Rule?
    public var pairs: [Pair] = []
    public var unknown: [UnknownElement] = []

    public init(attributes: ElementAttributes, rule: Rule? = nil, pairs: [Pair] = []) {
        self.attributes = attributes
        self.rule = rule
        self.pairs = pairs
    }

    public var id: String { attributes["id"] ?? "" }
    /// `id-ref`: the set of that id is meant.
    public var reference: String? { attributes["id-ref"] }

    /// Of its own pairs, rule or not.
    public subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
}
