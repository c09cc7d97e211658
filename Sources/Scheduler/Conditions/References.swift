import ClusterModel

/// What others refer to by `id-ref`; empty where nobody does.
struct References: Sendable {
    var sets: [String: AttributeSet] = [:]
    var pairs: [String: AttributeSet.Pair] = [:]
    var rules: [String: Rule] = [:]
    var operations: [String: [OperationDefinition]] = [:]

    init(_ configuration: CIBConfiguration) {
        guard configuration.hasReferences else { return }
        for sets in configuration.allSets { add(sets) }
        for rule in configuration.constraints.flatMap(\.rules) { add(rule) }
        add(configuration.resources)
    }

    private mutating func add(_ added: [AttributeSet]) {
        for set in added where set.reference == nil {
            sets[set.id] = set
            for pair in set.pairs where pair.reference == nil { pairs[pair.id] = pair }
            if let rule = set.rule { add(rule) }
        }
    }

    /// With those in it.
    private mutating func add(_ rule: Rule) {
        if rule.reference == nil, rules[rule.id] == nil { rules[rule.id] = rule }
        for inner in rule.inner { add(inner) }
    }

    private mutating func add(_ definitions: [ResourceDefinition]) {
        for definition in definitions {
            if let id = definition.operationsID { operations[id] = definition.operations }
            switch definition.kind {
            case .group(let members): add(members)
            case .clone(let child, _): add([child])
            case .primitive, .template, .bundle: break
            }
        }
    }
}

extension CIBConfiguration {
    /// Of all that may have any, nested resources included.
    var allSets: [[AttributeSet]] {
        var all = [properties, resourceDefaults, operationDefaults]
        for node in nodes { all += [node.attributeSets, node.utilization] }
        for resource in resources { resource.collectSets(into: &all) }
        return all.filter { !$0.isEmpty }
    }

    fileprivate var hasReferences: Bool {
        constraints.contains { $0.rules.contains { $0.hasReference } }
            || resources.contains { $0.refersToOperations }
            || allSets.contains { $0.contains { $0.hasReference } }
    }
}

extension AttributeSet {
    fileprivate var hasReference: Bool {
        reference != nil || rule?.hasReference ?? false || pairs.contains { $0.reference != nil }
    }
}

extension Rule {
    fileprivate var hasReference: Bool { reference != nil || inner.contains { $0.hasReference } }
}

extension ResourceDefinition {
    fileprivate func collectSets(into all: inout [[AttributeSet]]) {
        all += [parameters, meta]
        for operation in operations { all += [operation.parameters, operation.meta] }
        switch kind {
        case .group(let members): for member in members { member.collectSets(into: &all) }
        case .clone(let child, _): child.collectSets(into: &all)
        case .primitive, .template, .bundle: break
        }
    }

    fileprivate var refersToOperations: Bool {
        if operationsReference != nil { return true }
        switch kind {
        case .group(let members): return members.contains { $0.refersToOperations }
        case .clone(let child, _): return child.refersToOperations
        case .primitive, .template, .bundle: return false
        }
    }
}
