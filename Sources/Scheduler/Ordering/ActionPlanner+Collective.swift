/// Flags of what groups and clones do: those of what is in them, together.
extension ActionPlanner {
    /// - Parameter node: where the other action of the ordering is; of clones, only what is there counts.
    mutating func flags(of action: ActionIndex, besides node: NodeIndex?) -> ActionFlags {
        guard let resource = table.actions[action].resource else { return table.actions[action].flags }
        let everywhere = flags(of: action, on: nil)
        guard let node, isClone(resource) else { return everywhere }
        let there = flags(of: action, on: node)
        return everywhere.contains(.runnable) ? there.union(.runnable) : there
    }

    mutating func flags(of action: ActionIndex, on node: NodeIndex?) -> ActionFlags {
        guard let resource = table.actions[action].resource else { return table.actions[action].flags }
        switch conditions.resources[resource].kind {
        case .primitive: return table.actions[action].flags
        case .group: return groupFlags(of: action, resource, on: node)
        case .clone: return cloneFlags(of: action, resource, on: node)
        }
    }

    private mutating func groupFlags(of action: ActionIndex, _ group: ResourceIndex, on node: NodeIndex?) -> ActionFlags
    {
        var flags: ActionFlags = [.optional, .runnable, .pseudo]
        let task = table.actions[action].task
        for member in conditions.resources[group].children {
            let memberTask = childTask(of: task, member)
            guard let own = table.newest(memberTask, of: member, on: node) else {
                if memberTask != .stop { flags.remove(.runnable) }
                continue
            }
            let memberFlags = self.flags(of: own, on: node)
            if !memberFlags.contains(.optional) {
                flags.remove(.optional)
                table.actions[action].flags.remove(.optional)
            }
            if memberTask != task, !memberFlags.contains(.runnable) {
                flags.remove(.runnable)
                table.actions[action].flags.remove(.runnable)
            }
        }
        return flags
    }

    private mutating func cloneFlags(of action: ActionIndex, _ clone: ResourceIndex, on node: NodeIndex?) -> ActionFlags
    {
        var flags: ActionFlags = [.optional, .pseudo]
        let children = conditions.resources[clone].children
        guard let model = children.first else { return flags }
        let task = childTask(of: table.actions[action].task, model)
        for child in children {
            let isGroup = conditions.resources[child].kind == .group
            guard let own = table.newest(task, of: child, on: isGroup ? nil : node) else { continue }
            let childFlags = self.flags(of: own, on: node)
            if !childFlags.contains(.optional) {
                flags.remove(.optional)
                table.actions[action].flags.remove(.optional)
            }
            if childFlags.contains(.runnable) { flags.insert(.runnable) }
        }
        if node == nil, !flags.contains(.runnable) { table.actions[action].flags.remove(.runnable) }
        return flags
    }

    /// What a child does while the clone or group does `task`.
    func childTask(of task: ActionTask, _ child: ResourceIndex) -> ActionTask {
        conditions.resources[child].kind == .primitive ? task.ofPrimitive : task
    }

    /// The instance that is where another one is, or will be.
    func compatibleChild(of clone: ResourceIndex, with other: ResourceIndex, isCurrent: Bool) -> ResourceIndex? {
        if let node = location(of: other, isCurrent: isCurrent) {
            return instance(of: clone, at: node, isCurrent: isCurrent)
        }
        for place in conditions.nodes.indices where scores.isAllowed(other, NodeIndex(place)) {
            if let found = instance(of: clone, at: NodeIndex(place), isCurrent: isCurrent) { return found }
        }
        return nil
    }

    private func instance(of clone: ResourceIndex, at node: NodeIndex, isCurrent: Bool) -> ResourceIndex? {
        children[clone].first {
            !isBlocked($0) && location(of: $0, isCurrent: isCurrent) == node
        }
    }

    /// It, or something in it.
    private func isBlocked(_ resource: ResourceIndex) -> Bool {
        conditions.resources[resource].isBlocked || conditions.resources[resource].children.contains { isBlocked($0) }
    }

    /// The one node where it is, or will be; nil where there is none, or more than one.
    func location(of resource: ResourceIndex, isCurrent: Bool) -> NodeIndex? {
        let state = conditions.resources[resource]
        guard state.kind == .primitive else {
            let nodes = Set(state.children.compactMap { location(of: $0, isCurrent: isCurrent) })
            return nodes.count == 1 ? nodes.first : nil
        }
        guard isCurrent else { return table.nodes[resource] }
        return state.runningOn.count == 1 ? state.runningOn[0] : nil
    }
}
