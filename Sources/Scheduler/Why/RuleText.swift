import ClusterModel

/// A rule that holds, in the crm shell's words, with what the attributes are where that is not plain.
struct RuleText {
    let evaluation: RuleEvaluation

    /// Of alternatives only those that hold.
    func text(_ rule: Rule) -> String {
        let rule = rule.reference.flatMap { evaluation.rules[$0] } ?? rule
        let conditions = rule.needsOnlyOne ? rule.conditions.filter(evaluation.holds) : rule.conditions
        return conditions.map(text).joined(separator: rule.needsOnlyOne ? " or " : " and ")
    }

    private func text(_ condition: Rule.Condition) -> String {
        switch condition {
        case .attribute(let expression): text(expression)
        case .rule(let rule): "(\(text(rule)))"
        case .date: "a date"
        case .resource: "its agent"
        case .operation: "an operation"
        }
    }

    private func text(_ expression: ElementAttributes) -> String {
        let (name, operation) = (expression["attribute"] ?? "", expression["operation"] ?? "")
        guard let value = expression["value"], !value.isEmpty else { return "\(operation) \(name)" }
        let source = expression["value-source"] ?? "literal"
        let isSecret = Parameter.isSecret(name)
        let words =
            "\(name) \(operation) "
            + (source != "literal" ? "\(source){\(value)}" : isSecret ? "******" : value)
        guard !name.hasPrefix("#"), operation != "eq" else { return words }
        if isSecret, evaluation.attributes?[name] != nil { return words }
        return "\(words) (it is \(evaluation.attributes?[name] ?? "not set"))"
    }
}
