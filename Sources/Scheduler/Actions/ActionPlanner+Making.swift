/// Making one action, and what holds for it at once.
extension ActionPlanner {
    /// The action of a key: a new one, or the one that exists, which becomes required where `isOptional` is false.
    @discardableResult
    mutating func action(
        _ task: ActionTask, key: ActionTask? = nil, every interval: Int = 0, of resource: ResourceIndex,
        on node: NodeIndex?, isOptional: Bool
    ) -> ActionIndex {
        let index =
            table.findOldest(key ?? task, interval, of: resource, on: node)
            ?? newAction(task, key: key ?? task, every: interval, of: resource, on: node, isOptional: isOptional)
        updateOptional(index, isOptional)
        updateRunnable(index)
        return index
    }

    /// One that cannot exist yet.
    mutating func newProbe(of resource: ResourceIndex, on node: NodeIndex) -> ActionIndex {
        let index = newAction(.monitor, key: .monitor, every: 0, of: resource, on: node, isOptional: false)
        updateRunnable(index)
        return index
    }

    private mutating func newAction(
        _ task: ActionTask, key: ActionTask, every interval: Int, of resource: ResourceIndex, on node: NodeIndex?,
        isOptional: Bool
    ) -> ActionIndex {
        var action = Action(
            task, key: key, of: resource, on: node, intervalMilliseconds: interval,
            flags: isOptional ? [.runnable, .optional] : .runnable)
        if task == .start { action.need = need(of: resource) }
        return table.append(action)
    }

    /// What a start of it must wait for.
    private func need(of resource: ResourceIndex) -> Action.Need {
        switch conditions.resources[resource].options.requirement {
        case .fencing: .fencing
        case .quorum: .quorum
        case .nothing: .nothing
        }
    }

    private mutating func updateOptional(_ index: ActionIndex, _ isOptional: Bool) {
        let action = table.actions[index]
        if let resource = action.resource, action.node != nil, !action.isPseudo, action.intervalMilliseconds == 0,
            !table.managed[resource]
        {
            table.actions[index].flags.insert(.optional)
        } else if !isOptional {
            table.actions[index].flags.remove(.optional)
        }
    }

    private mutating func updateRunnable(_ index: ActionIndex) {
        let action = table.actions[index]
        guard !action.isPseudo, let resource = action.resource else { return }
        guard let node = action.node else { return forbid(index) }
        if !conditions.nodes[node].isOnline {
            forbid(index)
            if action.task == .stop, table.managed[resource] { fence(node, "stop is unrunnable") }
        } else if conditions.nodes[node].isPending {
            forbid(index)
        } else if action.need == .nothing {
            table.actions[index].reason = nil
            table.actions[index].flags.insert(.runnable)
        } else {
            updateByQuorum(index, resource)
        }
    }

    private mutating func forbid(_ index: ActionIndex) { table.actions[index].flags.remove(.runnable) }

    private mutating func updateByQuorum(_ index: ActionIndex, _ resource: ResourceIndex) {
        guard !conditions.hasQuorum else {
            table.actions[index].flags.insert(.runnable)
            return
        }
        switch conditions.options.withoutQuorum {
        case .stop, .demote:
            forbid(index)
            table.actions[index].reason = .words("no quorum")
        case .freeze:
            guard !isActive(resource) || table.roles[resource] > conditions.resources[resource].role else { return }
            forbid(index)
            table.actions[index].reason = .words("quorum freeze")
        case .ignore, .suicide:
            table.actions[index].flags.insert(.runnable)
        }
    }

    /// It runs somewhere, as far as one can know.
    private func isActive(_ resource: ResourceIndex) -> Bool {
        conditions.resources[resource].runningOn.contains {
            conditions.nodes[$0].isOnline || table.unclean[Int($0.value)] || !table.managed[resource]
        }
    }

    /// A point that others wait for, of a group or a clone.
    mutating func pseudoAction(
        _ task: ActionTask, of resource: ResourceIndex, isOptional: Bool, isRunnable: Bool
    ) -> ActionIndex {
        let index = action(task, of: resource, on: nil, isOptional: isOptional)
        table.actions[index].flags.insert(isRunnable ? [.pseudo, .runnable] : .pseudo)
        return index
    }

    /// Ends a recurring operation.
    mutating func cancel(
        _ task: ActionTask, every interval: Int, of resource: ResourceIndex, on node: NodeIndex, call: Int? = nil
    ) -> ActionIndex {
        let index = action(.cancel, key: task, every: interval, of: resource, on: node, isOptional: false)
        table.actions[index].task = .cancel
        table.actions[index].cancelledCall = call
        return index
    }

    mutating func setReason(_ index: ActionIndex, _ text: String, overwrites: Bool) {
        if overwrites || table.actions[index].reason == nil { table.actions[index].reason = .words(text) }
    }
}
