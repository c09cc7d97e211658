/// `<rule>`: a condition, and what it is worth where it decides a location.
public struct Rule: Equatable, Sendable {
    public indirect enum Condition: Equatable, Sendable {
        /// `<expression>`: `attribute`, `operation`, `value`, `type`, `value-source`.
        case attribute(ElementAttributes)
        /// `<date_expression>`, and the attributes of its `<duration>` and `<date_spec>`.
        case date(ElementAttributes, duration: ElementAttributes?, specification: ElementAttributes?)
        /// `<rsc_expression>`.
        case resource(ElementAttributes)
        /// `<op_expression>`.
        case operation(ElementAttributes)
        case rule(Rule)
    }

    /// `id`, `score`, `score-attribute`, `boolean-op`, `role`, `id-ref`.
    public var attributes: ElementAttributes
    public var conditions: [Condition]
    public var unknown: [UnknownElement] = []

    public init(attributes: ElementAttributes, conditions: [Condition] = []) {
        self.attributes = attributes
        self.conditions = conditions
    }

    public var id: String { attributes["id"] ?? "" }
    /// `id-ref`: the rule of that id is meant.
    public var reference: String? { attributes["id-ref"] }
    /// One of the conditions is enough; else all must hold, which is what a rule without `boolean-op` means.
    public var needsOnlyOne: Bool { attributes["boolean-op"] == "or" }
}
