import ClusterModel

extension XMLText {
    mutating func add(_ node: NodeDefinition) {
        let isEmpty = node.attributeSets.isEmpty && node.utilization.isEmpty && node.unknown.isEmpty
        element("node", node.attributes, isEmpty: isEmpty) { text in
            for set in node.attributeSets { text.add(set, "instance_attributes") }
            for set in node.utilization { text.add(set, "utilization") }
            text.add(node.unknown, of: "node")
        }
    }

    mutating func add(_ set: AttributeSet, _ name: String) {
        let isEmpty = set.rule == nil && set.pairs.isEmpty && set.unknown.isEmpty
        element(name, set.attributes, isEmpty: isEmpty) { text in
            if let rule = set.rule { text.add(rule) }
            for pair in set.pairs { text.leaf("nvpair", pair.attributes) }
            for element in set.unknown { text.raw(element.xml) }
        }
    }

    mutating func add(_ rule: Rule) {
        element("rule", rule.attributes, isEmpty: rule.conditions.isEmpty && rule.unknown.isEmpty) { text in
            for condition in rule.conditions { text.add(condition) }
            text.add(rule.unknown, of: "rule")
        }
    }

    private mutating func add(_ condition: Rule.Condition) {
        switch condition {
        case .attribute(let attributes): leaf("expression", attributes)
        case .resource(let attributes): leaf("rsc_expression", attributes)
        case .operation(let attributes): leaf("op_expression", attributes)
        case .rule(let rule): add(rule)
        case .date(let attributes, let duration, let specification):
            element("date_expression", attributes, isEmpty: duration == nil && specification == nil) { text in
                if let duration { text.leaf("duration", duration) }
                if let specification { text.leaf("date_spec", specification) }
            }
        }
    }

    mutating func add(_ constraint: ConstraintDefinition) {
        let isEmpty = constraint.sets.isEmpty && constraint.rules.isEmpty && constraint.unknown.isEmpty
        element(constraint.kind.rawValue, constraint.attributes, isEmpty: isEmpty) { text in
            // Where the schema wants a `<lifetime>`.
            if constraint.kind != .location { text.add(constraint.unknown, of: constraint.kind.rawValue) }
            for set in constraint.sets { text.add(set) }
            for rule in constraint.rules { text.add(rule) }
            if constraint.kind == .location { text.add(constraint.unknown, of: constraint.kind.rawValue) }
        }
    }

    private mutating func add(_ set: ResourceSet) {
        element("resource_set", set.attributes, isEmpty: set.references.isEmpty) { text in
            for reference in set.references { text.leaf("resource_ref", reference) }
        }
    }

    mutating func add(_ tag: TagDefinition) {
        element("tag", tag.attributes, isEmpty: tag.references.isEmpty) { text in
            for reference in tag.references { text.leaf("obj_ref", reference) }
        }
    }
}

extension AttributeSet.Pair {
    /// In the order in which Pacemaker's tools write them.
    var attributes: ElementAttributes {
        var pairs: [ElementAttributes.Pair] = []
        if let reference { pairs.append(.init("id-ref", reference)) }
        if !id.isEmpty || reference == nil { pairs.append(.init("id", id)) }
        if !name.isEmpty || reference == nil { pairs.append(.init("name", name)) }
        if let value { pairs.append(.init("value", value)) }
        var result = ElementAttributes(pairs + others.pairs)
        result.inside = others.inside
        return result
    }
}
