import ClusterModel

/// Makes up constraints. Orders and colocations among themselves have no loops.
enum ConstraintMaker {
    private static let scores = [
        "INFINITY", "-INFINITY", "100", "10", "-10", "-100", "INFINITY", "1", "0", "+INFINITY", "999999", "-999999",
    ]

    static func constraints(
        _ draw: inout Draw, resources: [ResourceDefinition], nodes: [String]
    ) -> [ConstraintDefinition] {
        let ids = resources.flatMap { names(&draw, $0) }
        var constraints: [ConstraintDefinition] = []
        for _ in 0..<draw.below(5) where draw.features.contains(.locations) {
            constraints.append(location(&draw, draw.pick(ids), nodes))
        }
        if draw.features.contains(.optIn) {
            for id in resources.map(\.id) where draw.chance(80) {
                for node in draw.some(nodes, atMost: nodes.count) {
                    constraints.append(preference(&draw, id, node, score: draw.pick(["0", "100", "INFINITY"])))
                }
            }
        }
        constraints += pairs(&draw, .colocations, ids).map { colocation(&draw, $0, $1) }
        constraints += pairs(&draw, .orders, ids).map { order(&draw, $0, $1) }
        return draw.shuffled(constraints)
    }

    /// A resource can be named, and now and then one inside of it.
    private static func names(_ draw: inout Draw, _ resource: ResourceDefinition) -> [String] {
        switch resource.kind {
        case .group(let members): [resource.id] + (draw.chance(30) ? [draw.pick(members).id] : [])
        case .clone(let child, _): [resource.id] + (draw.chance(10) ? [child.id] : [])
        default: [resource.id]
        }
    }

    /// Some pairs of different resources: the first comes before the second in some order that has no loops.
    private static func pairs(_ draw: inout Draw, _ feature: Feature, _ ids: [String]) -> [(String, String)] {
        guard draw.features.contains(feature), ids.count > 1 else { return [] }
        let line = draw.shuffled(ids)
        var pairs: [(String, String)] = []
        for _ in 0..<draw.number(1...4) {
            let later = draw.number(1...(line.count - 1))
            let pair = (line[draw.below(later)], line[later])
            if !pairs.contains(where: { $0 == pair }) { pairs.append(pair) }
        }
        return pairs
    }

    // MARK: Locations

    private static func location(_ draw: inout Draw, _ id: String, _ nodes: [String]) -> ConstraintDefinition {
        guard draw.has(.rules, 50) else { return preference(&draw, id, draw.pick(nodes), score: draw.pick(scores)) }
        var location = ConstraintDefinition(.location, attributes: ["id": draw.id("loc"), "rsc": id])
        for _ in 0...draw.below(2) {
            var rule = rule(&draw, nodes, depth: 0)
            if draw.features.contains(.nodeAttributes), draw.chance(15) {
                rule.attributes["score-attribute"] = "worth"
            } else {
                rule.attributes["score"] = draw.pick(scores)
            }
            location.rules.append(rule)
        }
        return location
    }

    private static func preference(
        _ draw: inout Draw, _ id: String, _ node: String, score: String
    ) -> ConstraintDefinition {
        var location = ConstraintDefinition(
            .location, attributes: ["id": draw.id("loc"), "rsc": id, "score": score, "node": node])
        if draw.has(.rareConstraints, 20) {
            location.attributes["resource-discovery"] = draw.pick(["never", "exclusive", "always"])
        } else if draw.has(.rareConstraints, 10) {
            location.attributes["role"] = "Started"
        } else if draw.has(.rareConstraints, 10) {
            location.attributes["rsc"] = nil
            location.attributes["rsc-pattern"] = "^\(id.prefix(1))"
        }
        return location
    }

    private static func rule(_ draw: inout Draw, _ nodes: [String], depth: Int) -> Rule {
        var rule = Rule(attributes: ["id": draw.id("rule")])
        if draw.chance(50) { rule.attributes["boolean-op"] = draw.pick(["and", "or"]) }
        for _ in 0...draw.below(2) {
            if depth == 0, draw.chance(15) {
                rule.conditions.append(.rule(self.rule(&draw, nodes, depth: 1)))
            } else {
                rule.conditions.append(.attribute(expression(&draw, nodes)))
            }
        }
        return rule
    }

    private static func expression(_ draw: inout Draw, _ nodes: [String]) -> ElementAttributes {
        var expression: ElementAttributes = ["id": draw.id("expr")]
        let (attribute, values, type): (String, [String], String?) = draw.pick([
            ("#uname", nodes, nil), ("#id", ["1", "2"], nil), ("rack", ["a", "b"], nil),
            ("rack", ["a", "B"], "string"),
            ("cores", ["4", "8"], "number"), ("cores", ["4", "16"], "integer"), ("cores", ["4", "16"], nil),
            ("release", ["1.2", "1.9"], "version"), ("#is_dc", ["true"], nil), ("pingd", ["0", "100"], "number"),
            ("pingd", ["0", "100"], nil),
        ])
        let operation = draw.pick(["eq", "ne", "lt", "gt", "lte", "gte", "defined", "not_defined"])
        expression.pairs.append(.init("attribute", attribute))
        expression.pairs.append(.init("operation", operation))
        guard !operation.hasSuffix("defined") else { return expression }
        expression.pairs.append(.init("value", draw.pick(values)))
        if let type { expression.pairs.append(.init("type", type)) }
        return expression
    }

    // MARK: Pairs

    private static func colocation(_ draw: inout Draw, _ with: String, _ id: String) -> ConstraintDefinition {
        var colocation = ConstraintDefinition(
            .colocation,
            attributes: [
                "id": draw.id("col"), "score": draw.pick(scores), "rsc": id, "with-rsc": with,
            ])
        if draw.has(.rareConstraints, 20) { colocation.attributes["influence"] = draw.pick(["false", "true"]) }
        return colocation
    }

    private static func order(_ draw: inout Draw, _ first: String, _ then: String) -> ConstraintDefinition {
        var order = ConstraintDefinition(
            .order, attributes: ["id": draw.id("ord"), "first": first, "then": then])
        switch draw.below(10) {
        case ..<5: order.attributes["kind"] = "Mandatory"
        case ..<8: order.attributes["kind"] = "Optional"
        case 8: order.attributes["score"] = draw.pick(["INFINITY", "0", "10"])
        default: break
        }
        if draw.chance(25) { order.attributes["symmetrical"] = draw.pick(["false", "false", "true"]) }
        if draw.chance(15) {
            order.attributes["first-action"] = draw.pick(["start", "stop"])
            order.attributes["then-action"] = draw.pick(["start", "stop"])
        }
        if draw.has(.rareConstraints, 5) { order.attributes["require-all"] = draw.pick(["false", "true", "true"]) }
        return order
    }
}
