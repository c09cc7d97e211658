import ClusterModel

/// The small parts of a case that a reduction takes away one by one.
extension Reduction {
    /// A set of a resource, a pair of it, an operation, an attribute of an operation.
    static let definitionPart: Family = { cib, index in
        edited(cib, index) { cib, left in
            for place in cib.configuration.resources.indices
            where removePart(&cib.configuration.resources[place], &left) { return true }
            return false
        }
    }

    /// A node's attribute, lasting or not.
    static let nodePart: Family = { cib, index in
        edited(cib, index) { cib, left in
            for place in cib.configuration.nodes.indices
            where removePair(&cib.configuration.nodes[place].attributeSets, &left) { return true }
            for place in cib.nodeStates.indices
            where removePair(&cib.nodeStates[place].transientAttributes, &left) { return true }
            return false
        }
    }

    /// A property of the cluster, or a default.
    static let property: Family = { cib, index in
        edited(cib, index) { cib, left in
            removePair(&cib.configuration.properties, &left) || removePair(&cib.configuration.resourceDefaults, &left)
                || removePair(&cib.configuration.operationDefaults, &left)
        }
    }

    static let constraintPart: Family = { cib, index in
        edited(cib, index) { cib, left in
            for place in cib.configuration.constraints.indices
            where remove(
                ["kind", "symmetrical", "first-action", "then-action"],
                from: &cib.configuration.constraints[place].attributes, &left)
            { return true }
            return false
        }
    }

    /// What a record may do without.
    static let recordPart: Family = { cib, index in
        edited(cib, index) { cib, left in
            for place in cib.nodeStates.indices {
                for history in cib.nodeStates[place].histories.indices {
                    for record in cib.nodeStates[place].histories[history].operations.indices
                    where removeDigest(&cib.nodeStates[place].histories[history].operations[record], &left) {
                        return true
                    }
                }
            }
            return false
        }
    }

    static let ruleCondition: Family = { cib, index in
        edited(cib, index) { cib, left in
            for place in cib.configuration.constraints.indices {
                let count = cib.configuration.constraints[place].rules.count
                if count > 1, left < count {
                    cib.configuration.constraints[place].rules.remove(at: left)
                    return true
                }
                left -= count > 1 ? count : 0
                for rule in 0..<count where removeCondition(&cib.configuration.constraints[place].rules[rule], &left) {
                    return true
                }
            }
            return false
        }
    }

    // MARK: One part

    private static func edited(_ cib: CIB, _ index: Int, _ edit: (inout CIB, inout Int) -> Bool) -> CIB? {
        var cib = cib
        var left = index
        return edit(&cib, &left) ? cib : nil
    }

    private static func removePart(_ resource: inout ResourceDefinition, _ left: inout Int) -> Bool {
        if removePair(&resource.meta, &left) || removePair(&resource.parameters, &left) { return true }
        if left < resource.operations.count {
            resource.operations.remove(at: left)
            return true
        }
        left -= resource.operations.count
        for place in resource.operations.indices
        where remove(
            ["timeout", "on-fail", "role", "enabled", "start-delay"], from: &resource.operations[place].attributes,
            &left)
        { return true }
        switch resource.kind {
        case .group(var members):
            defer { resource.kind = .group(members) }
            for place in members.indices where removePart(&members[place], &left) { return true }
            return false
        case .clone(var child, let isMaster):
            defer { resource.kind = .clone(child, isMaster: isMaster) }
            return removePart(&child, &left)
        default: return false
        }
    }

    /// The last pair takes its set with it.
    private static func removePair(_ sets: inout [AttributeSet], _ left: inout Int) -> Bool {
        for place in sets.indices {
            guard left < sets[place].pairs.count else {
                left -= sets[place].pairs.count
                continue
            }
            sets[place].pairs.remove(at: left)
            if sets[place].pairs.isEmpty { sets.remove(at: place) }
            return true
        }
        return false
    }

    private static func remove(_ names: [String], from attributes: inout ElementAttributes, _ left: inout Int) -> Bool {
        let present = names.filter { attributes[$0] != nil }
        guard left < present.count else {
            left -= present.count
            return false
        }
        attributes[present[left]] = nil
        return true
    }

    private static func removeDigest(_ record: inout OperationRecord, _ left: inout Int) -> Bool {
        guard !record.digest.isEmpty else { return false }
        guard left == 0 else {
            left -= 1
            return false
        }
        record.digest = ""
        record.restartDigest = ""
        return true
    }

    private static func removeCondition(_ rule: inout Rule, _ left: inout Int) -> Bool {
        guard rule.conditions.count > 1 else { return false }
        guard left < rule.conditions.count else {
            left -= rule.conditions.count
            return false
        }
        rule.conditions.remove(at: left)
        return true
    }
}
