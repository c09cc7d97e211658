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

    /// The rules in it.
    public var inner: [Rule] {
        conditions.compactMap { condition in
            guard case .rule(let rule) = condition else { return nil }
            return rule
        }
    }

    /// Whether it ends: rules that refer to each other do not, and more rules in one than this nobody means.
    /// - Parameter rules: by their ids.
    public func isBounded(among rules: [String: Rule]) -> Bool {
        var left = 10_000
        return isBounded(among: rules, depth: 0, &left)
    }

    private func isBounded(among rules: [String: Rule], depth: Int, _ left: inout Int) -> Bool {
        left -= 1
        guard left > 0, depth < 100 else { return false }
        guard let meant = reference.map({ rules[$0] }) ?? self else { return true }
        for rule in meant.inner {
            guard rule.isBounded(among: rules, depth: depth + 1, &left) else { return false }
        }
        return true
    }
}
