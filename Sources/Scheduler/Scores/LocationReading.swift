import ClusterModel

/// Location constraints, and the health of nodes, which counts like them.
struct LocationReading {
    private(set) var locations: [Location] = []
    private let conditions: ClusterConditions
    private var complaints: [Complaint] = []

    init(
        _ configuration: CIBConfiguration, _ conditions: ClusterConditions, _ complaints: inout [Complaint]
    ) throws(Refusal) {
        self.conditions = conditions
        readHealth()
        for constraint in configuration.constraints where constraint.kind == .location { try read(constraint) }
        complaints += self.complaints
    }

    private mutating func complain(_ level: Complaint.Level, _ text: String, _ id: String) {
        complaints.append(Complaint(level, text, place: id))
    }

    private mutating func read(_ constraint: ConstraintDefinition) throws(Refusal) {
        if let id = constraint.attributes["rsc"] {
            guard let resource = conditions.resource(id) else {
                return complain(
                    .error, "Ignoring constraint '\(constraint.id)' because '\(id)' is not a valid resource or tag",
                    constraint.id)
            }
            return read(constraint, of: resource)
        }
        guard let text = constraint.attributes["rsc-pattern"] else { return }
        let pattern = try ResourcePattern(text, of: constraint.id)
        for top in conditions.tops where pattern.matches(conditions.resources[top].id) { read(constraint, of: top) }
    }

    private mutating func read(_ constraint: ConstraintDefinition, of resource: ResourceIndex) {
        var location = Location(kind: .location(constraint.id), resource: resource)
        location.discovery = discovery(constraint)
        if let name = constraint.attributes["node"], let score = constraint.attributes["score"] {
            guard let node = conditions.node(named: name) else { return }
            location.role = constraint.attributes["role"].map(ResourceRole.init(plain:)) ?? .unknown
            location.scores = [(node, ValueText.score(score))]
            locations.append(location)
        } else if constraint.rules.isEmpty {
            complain(.error, "Ignoring constraint '\(constraint.id)' because it contains no rules", constraint.id)
        }
        guard location.scores.isEmpty else { return }
        for rule in constraint.rules { read(rule, location) }
    }

    private mutating func discovery(_ constraint: ConstraintDefinition) -> ScoreTable.Discovery {
        switch constraint.attributes["resource-discovery"]?.lowercased() {
        case nil, "always": return .always
        case "never": return .never
        case "exclusive": return .exclusive
        default:
            complain(.error, "Invalid resource-discovery value in location constraint", constraint.id)
            return .always
        }
    }

    // MARK: Rules

    private mutating func read(_ rule: Rule, _ location: Location) {
        let references = conditions.reading.references
        guard let rule = rule.reference.map({ references.rules[$0] }) ?? rule else { return }
        var location = location
        location.kind = .location(rule.id)
        if let text = rule.attributes["role"] {
            guard let role = ResourceRole(text: text), role != .unknown else {
                return complain(.error, "Bad role specified for \(rule.id): \(text)", rule.id)
            }
            location.role = role == .unpromoted ? .unknown : role
        }
        var evaluation = RuleEvaluation(rules: references.rules)
        evaluation.meta = conditions.resources[location.resource].options.meta
        for place in conditions.nodes.indices {
            evaluation.attributes = conditions.nodes[place].attributes
            if rule.usesParameters {
                evaluation.parameters = conditions.parameters(of: location.resource, on: NodeIndex(place))
            }
            guard evaluation.holds(rule) else { continue }
            let score = score(rule, conditions.nodes[place])
            // In a rule of alternatives the node brings its own score, as in Pacemaker 2.1.5.
            let base = rule.needsOnlyOne ? conditions.nodes[place].finalBaseScore : 0
            location.scores.append((NodeIndex(place), NodeScores.sum(base, score)))
        }
        if !location.scores.isEmpty || location.discovery == .exclusive { locations.append(location) }
    }

    private func score(_ rule: Rule, _ node: NodeCondition) -> Int32 {
        if let text = rule.attributes["score"] { return ValueText.score(text) }
        guard let name = rule.attributes["score-attribute"] else { return 0 }
        return node.attributes[name].map { ValueText.score($0) } ?? -NodeScores.infinity
    }

    // MARK: Health

    private mutating func readHealth() {
        guard conditions.options.healthStrategy != .none else { return }
        for (place, node) in conditions.nodes.enumerated() {
            let health = conditions.options.health(of: node)
            guard health != 0 else { continue }
            for top in conditions.tops where health > 0 || !conditions.resources[top].options.runsOnUnhealthyNodes {
                var location = Location(kind: .health, resource: top)
                location.scores = [(NodeIndex(place), health)]
                locations.append(location)
            }
        }
    }
}

extension ClusterOptions {
    /// The sum over all attributes `#health…` of a node.
    fileprivate func health(of node: NodeCondition) -> Int32 {
        var sum = healthStrategy == .progressive ? healthBase : 0
        for pair in node.attributes.pairs where pair.name.lowercased().hasPrefix("#health") {
            sum = NodeScores.sum(sum, health(pair.value.lowercased()))
        }
        return sum
    }

    private func health(_ word: String) -> Int32 {
        switch (healthStrategy, word) {
        case (.migrateOnRed, "red"): -NodeScores.infinity
        case (.onlyGreen, "red"), (.onlyGreen, "yellow"): -NodeScores.infinity
        case (.progressive, "red"), (.custom, "red"): healthRed
        case (.progressive, "yellow"), (.custom, "yellow"): healthYellow
        case (.progressive, "green"), (.custom, "green"): healthGreen
        case (_, "red"), (_, "yellow"), (_, "green"): 0
        default: ValueText.score(word)
        }
    }
}

extension Rule {
    fileprivate var usesParameters: Bool {
        conditions.contains { condition in
            switch condition {
            case .attribute(let expression): expression["value-source"] == "param"
            case .rule(let rule): rule.usesParameters
            case .date, .resource, .operation: false
            }
        }
    }
}

extension ResourceRole {
    /// As operators write it, of today or of Pacemaker 1; nil for anything else.
    init?(text: String) {
        switch text.lowercased() {
        case "unknown": self = .unknown
        case "stopped": self = .stopped
        case "started": self = .started
        case "unpromoted", "slave": self = .unpromoted
        case "promoted", "master": self = .promoted
        default: return nil
        }
    }

    /// Of a location without rules: only the promoted role and the stopped one narrow it.
    init(plain text: String) {
        let role = ResourceRole(text: text) ?? .unknown
        self = role == .started || role == .unpromoted ? .unknown : role
    }
}
