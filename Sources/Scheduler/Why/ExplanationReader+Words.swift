/// Scores and constraints in words.
extension ExplanationReader {
    /// The colocation that a score came from, and the other one in it.
    func colocation(
        _ kind: ScoreOrigin.Kind
    ) -> (colocation: Colocation, other: ResourceIndex, isPrimary: Bool)? {
        switch kind {
        case .primary(let place):
            let colocation = schedule.scores.colocations[Int(place)]
            return (colocation, colocation.primary, true)
        case .dependent(let place):
            let colocation = schedule.scores.colocations[Int(place)]
            return (colocation, colocation.dependent, false)
        default: return nil
        }
    }

    func words(_ colocation: Colocation) -> String {
        colocation.isGroup ? "the group's order" : "colocation \(colocation.id)"
    }

    /// In short, before a score.
    func words(_ kind: ScoreOrigin.Kind) -> String {
        if let tie = colocation(kind) {
            return "\(words(tie.colocation)) \(tie.isPrimary ? "with" : "for") \(name(tie.other))"
        }
        return switch kind {
        case .location(let id): "location \(id)"
        case .health: "node health"
        case .stickiness: "stickiness"
        case .history(let text): text
        case .migrationThreshold: "migration-threshold"
        case .discovery: "resource-discovery"
        case .cloneLimit: "another instance is there, or its clone may not be"
        case .targetRole, .primary, .dependent: "target-role"
        }
    }

    /// In full, for what keeps it away.
    func text(_ origin: ScoreOrigin) -> String {
        switch origin.kind {
        case .location(let id):
            let source = LocationSource(id, configuration)
            return "location \(source.constraint)" + (condition(source, origin.node).map { ": \($0)" } ?? "")
        case .migrationThreshold: return thresholdText(origin.node)
        case .targetRole: return roleReason
        default: return words(origin.kind)
        }
    }

    /// The id of the constraint behind a score.
    func constraint(_ kind: ScoreOrigin.Kind) -> String? {
        if case .location(let id) = kind { return LocationSource(id, configuration).constraint }
        return colocation(kind).flatMap { $0.colocation.isGroup ? nil : $0.colocation.id }
    }

    /// Which conditions of a rule hold on a node; nil where there is no rule.
    func condition(_ source: LocationSource, _ node: NodeIndex) -> String? {
        var evaluation = RuleEvaluation(rules: conditions.reading.references.rules)
        evaluation.attributes = conditions.nodes[node].attributes
        evaluation.meta = conditions.resources[decisive].options.meta
        evaluation.parameters = conditions.parameters(of: decisive, on: node)
        return source.rule.map { RuleText(evaluation: evaluation).text($0) }
    }

    private func thresholdText(_ node: NodeIndex) -> String {
        let top = conditions.resources[decisive].isUnique ? decisive : conditions.top(of: decisive)
        let failed = reader(top).leaves.first { conditions.failCount(of: $0, on: node) > 0 } ?? decisive
        let count = conditions.failCount(of: failed, on: node)
        let owner = InstanceName.base(name(failed))
        let subject = owner == InstanceName.base(name) ? "its" : "\(owner)'s"
        let limit = conditions.resources[failed].options.migrationThreshold.map { NodeScores.text($0) } ?? ""
        let failures = "\(NodeScores.text(count)) failure\(count == 1 ? "" : "s")\(tasks(failed, node))"
        return "\(subject) migration-threshold of \(limit) is reached there after \(failures)"
    }

    /// What failed, as the counts are called.
    private func tasks(_ resource: ResourceIndex, _ node: NodeIndex) -> String {
        let prefix = "fail-count-\(InstanceName.base(name(resource)))#"
        let names = conditions.nodes[node].attributes.pairs.map(\.name).filter { $0.hasPrefix(prefix) }
        let tasks = names.map { $0.dropFirst(prefix.count).split(separator: "_").dropLast().joined(separator: "_") }
        return tasks.isEmpty ? "" : " (\(tasks.joined(separator: ", ")))"
    }
}
