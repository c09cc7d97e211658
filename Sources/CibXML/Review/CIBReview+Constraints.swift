import ClusterModel

extension CIBReview {
    mutating func reviewConstraints() {
        let nodes = Set(cib.configuration.nodes.map(\.name))
        for constraint in cib.configuration.constraints {
            for name in ["rsc", "with-rsc", "first", "then"] {
                if let id = constraint.attributes[name], !resources.has(id) { complain(constraint, name, id) }
            }
            for member in constraint.sets.flatMap(\.members) where !resources.has(member) {
                complain(constraint, "a set", member)
            }
            if let node = constraint.attributes["node"], !nodes.contains(node) {
                complain(
                    .warning, constraint.id, "<\(constraint.title)>: \(node) is no node", near(node, nodes))
            }
            reviewScore(constraint.attributes, of: constraint)
            for rule in constraint.rules { reviewScores(rule, of: constraint) }
        }
    }

    private mutating func complain(_ constraint: ConstraintDefinition, _ name: String, _ id: String) {
        complain(
            .mistake, constraint.id,
            "<\(constraint.title)>: \(name) names \(id), which is no resource, template or tag",
            near(id, resources.ids))
    }

    /// More than infinity is infinity, which is hardly what a million and one was meant to say.
    private mutating func reviewScore(_ attributes: ElementAttributes, of constraint: ConstraintDefinition) {
        guard let text = attributes["score"], let score = Score(text), !text.hasSuffix("INFINITY"),
            Int(text).map({ !(-1_000_000...1_000_000).contains($0) }) ?? true
        else { return }
        complain(
            .warning, constraint.id, "<\(constraint.title)>: the score \(text) counts as \(score)", "write \(score)")
    }

    private mutating func reviewScores(_ rule: Rule, of constraint: ConstraintDefinition) {
        reviewScore(rule.attributes, of: constraint)
        for inner in rule.inner { reviewScores(inner, of: constraint) }
    }

    /// Orders that wait for each other, and resources that must each be where the other is.
    mutating func reviewLoops() {
        for kind in [ConstraintDefinition.Kind.order, .colocation] {
            var graph = ConstraintGraph(cib.configuration.constraints, kind)
            for loop in graph.loops() {
                let what = kind == .order ? "wait for each other" : "depend on each other's place"
                complain(
                    .warning, loop.constraint, "\(loop.resources.joined(separator: ", ")) \(what)",
                    "remove one of their constraints")
            }
        }
    }
}

extension ConstraintDefinition {
    fileprivate var title: String { "\(kind.rawValue) id=\"\(id)\"" }
}
