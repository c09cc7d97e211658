import ClusterModel

/// Ways to make a case smaller: each takes away its part with that number, and is nil where there is none.
enum Reduction {
    typealias Family = @Sendable (CIB, Int) -> CIB?

    static let families: [Family] = [
        resource, member, unwrapped, node, state, constraint, history, record, definitionPart, nodePart, property,
        constraintPart, recordPart, ruleCondition, fencingLevel,
    ]

    // MARK: Large parts

    private static let resource: Family = { cib, index in
        guard cib.configuration.resources.indices.contains(index) else { return nil }
        var cib = cib
        let gone = cib.configuration.resources.remove(at: index)
        forget(&cib, [gone.id] + PlaceMaker.primitives(gone).map(\.id) + inner(gone))
        return cib
    }

    /// A clone's group.
    private static func inner(_ resource: ResourceDefinition) -> [String] {
        if case .clone(let child, _) = resource.kind { [child.id] } else { [] }
    }

    /// Constraints that name what is gone, and its history.
    private static func forget(_ cib: inout CIB, _ ids: [String]) {
        cib.configuration.constraints.removeAll { constraint in
            ["rsc", "with-rsc", "first", "then"].contains { name in
                constraint.attributes[name].map(ids.contains) ?? false
            }
        }
        for index in cib.nodeStates.indices {
            cib.nodeStates[index].histories.removeAll { ids.contains($0.id) }
        }
    }

    /// A member of a group that has others.
    private static let member: Family = { cib, index in
        var left = index
        for place in cib.configuration.resources.indices {
            var candidate = cib
            guard let gone = removeMember(&candidate.configuration.resources[place], &left) else { continue }
            forget(&candidate, [gone.id])
            return candidate
        }
        return nil
    }

    private static func removeMember(_ resource: inout ResourceDefinition, _ left: inout Int) -> ResourceDefinition? {
        switch resource.kind {
        case .group(var members) where members.count > 1:
            guard left < members.count else {
                left -= members.count
                return nil
            }
            let gone = members.remove(at: left)
            resource.kind = .group(members)
            return gone
        case .clone(var child, let isMaster):
            let gone = removeMember(&child, &left)
            resource.kind = .clone(child, isMaster: isMaster)
            return gone
        default: return nil
        }
    }

    /// A clone or a group becomes its only child.
    private static let unwrapped: Family = { cib, index in
        guard cib.configuration.resources.indices.contains(index) else { return nil }
        var cib = cib
        let wrapper = cib.configuration.resources[index]
        switch wrapper.kind {
        case .clone(let child, _): cib.configuration.resources[index] = child
        case .group(let members) where members.count == 1: cib.configuration.resources[index] = members[0]
        default: return cib
        }
        let child = cib.configuration.resources[index].id
        for place in cib.configuration.constraints.indices {
            for name in ["rsc", "with-rsc", "first", "then"]
            where cib.configuration.constraints[place].attributes[name] == wrapper.id {
                cib.configuration.constraints[place].attributes[name] = child
            }
        }
        return cib
    }

    private static let node: Family = { cib, index in
        guard cib.configuration.nodes.indices.contains(index), cib.configuration.nodes.count > 1 else { return nil }
        var cib = cib
        let gone = cib.configuration.nodes.remove(at: index)
        cib.nodeStates.removeAll { $0.id == gone.id }
        cib.configuration.constraints.removeAll { $0.attributes["node"] == gone.name }
        return cib
    }

    private static let state: Family = { cib, index in removing(cib, \.nodeStates, index) }

    private static let constraint: Family = { cib, index in removing(cib, \.configuration.constraints, index) }

    private static let fencingLevel: Family = { cib, index in removing(cib, \.configuration.fencingLevels, index) }

    static func removing<Part>(_ cib: CIB, _ path: WritableKeyPath<CIB, [Part]>, _ index: Int) -> CIB? {
        guard cib[keyPath: path].indices.contains(index) else { return nil }
        var cib = cib
        cib[keyPath: path].remove(at: index)
        return cib
    }

    // MARK: History

    private static let history: Family = { cib, index in
        var left = index
        for place in cib.nodeStates.indices {
            if let found = removing(cib, \.nodeStates[place].histories, left) { return found }
            left -= cib.nodeStates[place].histories.count
        }
        return nil
    }

    private static let record: Family = { cib, index in
        var left = index
        for place in cib.nodeStates.indices {
            for history in cib.nodeStates[place].histories.indices {
                let path = \CIB.nodeStates[place].histories[history].operations
                if let found = removing(cib, path, left) { return found }
                left -= cib[keyPath: path].count
            }
        }
        return nil
    }
}
