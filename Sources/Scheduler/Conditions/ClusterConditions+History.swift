import ClusterModel

extension ClusterConditions {
    /// What the status remembers of resources, node by node: where they run, what failed.
    mutating func readHistories(_ cib: CIB, _ digest: (String) -> String) throws(Refusal) {
        var isRead = [Bool](repeating: false, count: nodes.count)
        for (place, state) in cib.nodeStates.enumerated() {
            guard let node = node(of: state), !isRead[node] else { continue }
            // Without fencing, what an absent node did means nothing any more.
            guard options.isFencingEnabled || nodes[node].isOnline else { continue }
            isRead[node] = true
            for history in state.histories.indices where !state.histories[history].operations.isEmpty {
                try read(state.histories[history], at: (place, history), on: node, digest)
            }
        }
    }

    private mutating func read(
        _ history: ResourceHistory, at place: (state: Int, history: Int), on node: NodeIndex,
        _ digest: (String) -> String
    ) throws(Refusal) {
        let resource = try find(history, on: node)
        var condition = HistoryCondition(resource: resource, node: node, state: place.state, history: place.history)
        condition.order = HistoryOrder.sorted(history.operations)
        let before = resources[resource].role
        resources[resource].role = .unknown
        var run = HistoryRun(resource: resource, node: node, state: place.state, history: place.history)
        for operation in condition.order {
            try read(history.operations[Int(operation)], at: operation, &run, digest)
        }
        settle(run)
        if resources[resource].instance != nil { rememberSlot(of: resource, on: node) }
        if count(of: resource, on: node).failures > 0, history.operations.contains(where: { blocks($0, resource) }) {
            blockingFailures.insert(NodeOperation(node: node, key: history.id))
        }
        if let wish = resources[resource].options.targetRole {
            let next = resources[resource].nextRole
            if next == .unknown || wish < next { setNextRole(resource, wish, "target-role") }
        }
        resources[resource].role = max(before, resources[resource].role)
        resources[resource].histories.append(Int32(truncatingIfNeeded: histories.count))
        histories.append(condition)
    }

    mutating func setNextRole(_ resource: ResourceIndex, _ role: ResourceRole, _ reason: String) {
        guard resources[resource].nextRole != role else { return }
        resources[resource].nextRole = role
        resources[resource].nextRoleReason = role == .unknown ? "" : reason
    }

    // MARK: Which resource a history is about

    private mutating func find(_ history: ResourceHistory, on node: NodeIndex) throws(Refusal) -> ResourceIndex {
        guard let found = try findConfigured(history.id, on: node) else { return try addOrphan(history, on: node) }
        if history.id != resources[found].id, history.id != resources[found].historyName {
            resources[found].historyName = history.id
        }
        return found
    }

    private mutating func findConfigured(_ id: String, on node: NodeIndex) throws(Refusal) -> ResourceIndex? {
        if let known = resourceIndices[id] {
            guard resources[known].kind == .primitive else { return nil }
            guard resources[known].instance != nil else { return known }
        }
        let base = InstanceName.base(id)
        guard let clone = cloneOfMember[base] else { return resourceIndices[id] }
        return try findInstance(of: clone, member: base, on: node)
    }

    /// The instance that runs on the node already, else a free one, else an orphan.
    private mutating func findInstance(
        of clone: ResourceIndex, member: String, on node: NodeIndex
    ) throws(Refusal) -> ResourceIndex {
        var found = slot(in: clone, member: member, on: node)
        if let index = found, !resources[index].needsFencing, !nodes[node].isOnline || nodes[node].isUnclean,
            resources[clone].options.cloneMax != nodes.count
        {
            // It may run on a node that is lost; its number is better used elsewhere.
            found = nil
        }
        if let found { return found }
        guard case .clone(let child, _) = definitions[resources[clone].definition].kind else { return clone }
        let orphan = try addInstance(of: clone, child)
        return primitive(named: member, in: orphan) ?? orphan
    }

    private mutating func slot(in clone: ResourceIndex, member: String, on node: NodeIndex) -> ResourceIndex? {
        var isTaken = false
        for child in slots[clone]?.known[node] ?? [] where locations(of: child).first == node {
            guard let own = primitive(named: member, in: child) else { continue }
            if resources[own].runningOn.isEmpty { return own }
            isTaken = true
        }
        return isTaken ? nil : firstFree(in: clone).flatMap { primitive(named: member, in: $0) }
    }

    /// What is taken once stays so, and is not looked at again.
    private mutating func firstFree(in clone: ResourceIndex) -> ResourceIndex? {
        let children = resources[clone].children
        var place = slots[clone]?.free ?? 0
        while place < children.count, resources[children[place]].isBlocked || !locations(of: children[place]).isEmpty {
            place += 1
        }
        slots[clone, default: CloneSlots()].free = place
        return place < children.count ? children[place] : nil
    }

    /// Which instance a history on the node was taken for.
    private mutating func rememberSlot(of resource: ResourceIndex, on node: NodeIndex) {
        var child = resource
        while let parent = resources[child].parent, resources[parent].kind != .clone { child = parent }
        guard let clone = resources[child].parent else { return }
        slots[clone, default: CloneSlots()].add(child, on: node)
    }

    /// Where an instance runs, or where something is under way with it.
    private func locations(of resource: ResourceIndex) -> [NodeIndex] {
        let children = resources[resource].children
        guard children.isEmpty else {
            return children.reduce(into: []) { all, child in
                for node in locations(of: child) where !all.contains(node) { all.append(node) }
            }
        }
        guard let pending = resources[resource].pendingNode, !resources[resource].runningOn.contains(pending) else {
            return resources[resource].runningOn
        }
        return resources[resource].runningOn + [pending]
    }

    private func primitive(named id: String, in resource: ResourceIndex) -> ResourceIndex? {
        if resources[resource].kind == .primitive {
            return definitions[resources[resource].definition].id == id ? resource : nil
        }
        for child in resources[resource].children {
            if let found = primitive(named: id, in: child) { return found }
        }
        return nil
    }
}

/// Where instances of one clone were found, so that those of the next node are soon found.
struct CloneSlots: Sendable {
    /// In their order.
    private(set) var known: [NodeIndex: [ResourceIndex]] = [:]
    /// Those before this place are taken.
    var free = 0

    mutating func add(_ instance: ResourceIndex, on node: NodeIndex) {
        var instances = known[node] ?? []
        guard !instances.contains(instance) else { return }
        let place = instances.firstIndex { $0.value > instance.value } ?? instances.count
        instances.insert(instance, at: place)
        known[node] = instances
    }
}
