import ClusterModel

/// Whether a rule holds, for what is known where it stands (Pacemaker Explained 2.1, "Rules"). Dates never come here:
/// a configuration with dates is refused before.
struct RuleEvaluation {
    struct Agent {
        var standard: String?
        var provider: String?
        var type: String?
    }

    struct Operation {
        var name: String
        var intervalMilliseconds: Int
    }

    /// Of the node in question; nil where none is: then no attribute is set.
    var attributes: NameTable?
    var agent: Agent?
    var operation: Operation?
    /// What `value-source` refers to.
    var parameters: NameTable?
    var meta: NameTable?
    /// Those that others refer to by `id-ref`.
    var rules: [String: Rule] = [:]

    func holds(_ rule: Rule) -> Bool {
        guard let rule = rule.reference.map({ rules[$0] }) ?? rule else { return false }
        if rule.conditions.isEmpty { return !rule.needsOnlyOne }
        return rule.needsOnlyOne
            ? rule.conditions.contains(where: holds)
            : rule.conditions.allSatisfy(holds)
    }

    func holds(_ condition: Rule.Condition) -> Bool {
        switch condition {
        case .attribute(let expression): return holds(attribute: expression)
        case .date: return false
        case .resource(let expression): return holds(resource: expression)
        case .operation(let expression): return holds(operation: expression)
        case .rule(let rule): return holds(rule)
        }
    }

    /// No provider is none: it does not mean any, as no class and no type do (2.1.5).
    private func holds(resource expression: ElementAttributes) -> Bool {
        guard let agent, expression["provider"] == agent.provider else { return false }
        let pairs = [(expression["class"], agent.standard), (expression["type"], agent.type)]
        return pairs.allSatisfy { wanted, given in wanted == nil || wanted == given }
    }

    private func holds(operation expression: ElementAttributes) -> Bool {
        guard let operation else { return false }
        guard expression["name"] == operation.name else { return false }
        guard let interval = expression["interval"] else { return true }
        return ValueText.milliseconds(interval) == operation.intervalMilliseconds
    }

    private func holds(attribute expression: ElementAttributes) -> Bool {
        guard let name = expression["attribute"], let comparison = expression["operation"]?.lowercased() else {
            return false
        }
        let given = attributes?[name]
        switch comparison {
        case "defined": return given != nil
        case "not_defined": return given == nil
        default:
            return compares(given, wanted(expression), by: comparison, as: expression["type"]?.lowercased())
        }
    }

    private func wanted(_ expression: ElementAttributes) -> String? {
        let value = expression["value"]
        switch expression["value-source"]?.lowercased() {
        case "param": return value.flatMap { parameters?[$0] }
        case "meta": return value.flatMap { meta?[$0] }
        default: return value
        }
    }

    private func compares(_ given: String?, _ wanted: String?, by comparison: String, as type: String?) -> Bool {
        let isOrder = ["lt", "lte", "gt", "gte"].contains(comparison)
        guard let given, let wanted else {
            if isOrder { return false }
            return (given == nil && wanted == nil) == (comparison == "eq")
        }
        let usual = !isOrder ? "string" : given.contains(".") || wanted.contains(".") ? "number" : "integer"
        let sign = ValueComparison.sign(given, wanted, as: type ?? usual)
        switch comparison {
        case "eq": return sign == 0
        case "ne": return sign != 0
        case "lt": return sign < 0
        case "lte": return sign <= 0
        case "gt": return sign > 0
        case "gte": return sign >= 0
        default: return false
        }
    }
}
