import ClusterModel

/// Has one thing say what another says already, by `id-ref`: rules, sets, pairs and operations.
enum ReferenceMaker {
    static func add(_ cib: inout CIB, _ draw: inout Draw) {
        addRules(&cib, &draw)
        let primitives = cib.primitives
        let sets = primitives.flatMap(\.meta).filter { !$0.pairs.isEmpty }
        let operations = primitives.filter { !$0.operations.isEmpty }.map(\.id)
        if let named = operations.first, draw.chance(40) {
            cib.changeEachPrimitive { primitive in
                if primitive.id == named { primitive.operationsAttributes["id"] = "\(named)-ops" }
                guard primitive.operations.isEmpty, draw.chance(60) else { return }
                primitive.operationsAttributes["id-ref"] = "\(named)-ops"
            }
        }
        guard !sets.isEmpty else { return }
        cib.changeEachPrimitive { primitive in addValues(&primitive, &draw, sets) }
    }

    /// A set in place of none, or a pair more, under its own name or another.
    private static func addValues(_ primitive: inout ResourceDefinition, _ draw: inout Draw, _ sets: [AttributeSet]) {
        guard draw.chance(50) else { return }
        let set = draw.pick(sets)
        if primitive.meta.isEmpty, draw.chance(50) {
            primitive.meta = [AttributeSet(attributes: ["id-ref": set.id])]
            return
        }
        let pair = draw.pick(set.pairs)
        let name = draw.chance(50) ? "" : draw.pick(["priority", "resource-stickiness", "is-managed", "target-role"])
        if primitive.meta.isEmpty { primitive.meta = [AttributeSet(attributes: ["id": draw.id("referring")])] }
        let known = name.isEmpty ? pair.name : name
        guard primitive.meta[0].reference == nil, primitive.meta[0][known] == nil else { return }
        primitive.meta[0].pairs.append(AttributeSet.Pair(id: "", name: name, value: nil, reference: pair.id))
    }

    /// A location by another one's rule, or by a part of one; and a rule within another.
    private static func addRules(_ cib: inout CIB, _ draw: inout Draw) {
        let rules = cib.configuration.constraints.flatMap(\.rules)
        guard !rules.isEmpty else { return }
        let known = rules + rules.flatMap(\.inner)
        for place in cib.configuration.constraints.indices where draw.chance(40) {
            let constraint = cib.configuration.constraints[place]
            guard constraint.kind == .location, constraint.attributes["resource-discovery"] == nil else { continue }
            let rule = Rule(attributes: ["id-ref": draw.pick(known).id])
            if constraint.rules.isEmpty {
                cib.configuration.constraints[place].attributes["node"] = nil
                cib.configuration.constraints[place].attributes["score"] = nil
                cib.configuration.constraints[place].rules = [rule]
            } else if let last = constraint.rules.indices.last, rule.reference != constraint.rules[last].id {
                let outer = Rule(
                    attributes: ["id": draw.id("outer"), "score": draw.pick(["INFINITY", "-INFINITY", "30"])],
                    conditions: [.rule(rule)])
                cib.configuration.constraints[place].rules.append(outer)
            }
        }
    }
}
