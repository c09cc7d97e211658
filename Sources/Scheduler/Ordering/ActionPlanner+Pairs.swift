/// What one meaning of an ordering makes of the flags of two actions.
extension ActionPlanner {
    mutating func updatePair(
        _ first: ActionIndex, _ then: ActionIndex, _ firstFlags: ActionFlags, _ filter: ActionFlags,
        _ order: OrderFlags
    ) -> OrderEffect {
        let firstBefore = table.actions[first].flags
        let thenBefore = table.actions[then].flags
        switch order {
        case .asymmetric: updateAsymmetric(first, then)
        case .requiresFirst: updateRequiresFirst(first, then, firstFlags)
        case .needsFirst where !firstFlags.contains(.runnable): table.clear(.runnable, of: then, because: first)
        case .requiresThen where !firstFlags.contains(.optional) && !firstBefore.contains(.leavesFollowers):
            table.clear(.optional, of: then, because: first)
        case .restart: updateRestart(first, then)
        default: break
        }
        var effect = OrderEffect()
        if table.actions[then].flags != thenBefore {
            effect.insert(.then)
            if let resource = table.actions[then].resource, conditions.resources[resource].parent != nil {
                toVisit.append(then)
            }
        }
        if table.actions[first].flags != firstBefore { effect.insert(.first) }
        return effect
    }

    private mutating func updateRequiresFirst(_ first: ActionIndex, _ then: ActionIndex, _ firstFlags: ActionFlags) {
        guard !table.actions[then].isOptional else { return }
        if !firstFlags.contains(.optional) { table.clear(.optional, of: first, because: then) }
        if firstFlags.contains(.leavesFollowers), !table.actions[then].flags.contains(.leavesFollowers) {
            table.actions[first].flags.remove(.leavesFollowers)
        }
    }

    /// `first` cannot be done: nor can `then`, unless there is nothing to do about it.
    private mutating func updateAsymmetric(_ first: ActionIndex, _ then: ActionIndex) {
        guard !table.actions[first].isRunnable, let resource = table.actions[then].resource else { return }
        if table.actions[then].isOptional {
            let role = currentRole(of: resource)
            if role == .stopped, table.actions[then].task == .stop { return }
            let running = conditions.resources[resource].runningOn
            if role >= .started, table.actions[then].task == .start, running.count == 1,
                running[0] == table.actions[then].node
            {
                return
            }
        }
        table.clear(.optional, of: then, because: first)
        table.clear(.runnable, of: then, because: first)
    }

    /// A stop before a start, or the stop of a later member of a group before that of an earlier one.
    private mutating func updateRestart(_ first: ActionIndex, _ then: ActionIndex) {
        let (stop, start) = (table.actions[first], table.actions[then])
        let cannotStart =
            !start.isRunnable && stop.resource == start.resource
            && start.resource.map { table.managed[$0] } ?? false
        guard !start.isOptional || cannotStart else { return }
        if stop.isRunnable || !start.isOptional { table.clear(.optional, of: first, because: then) }
        if !table.actions[first].isOptional, !stop.isRunnable { table.clear(.runnable, of: then, because: first) }
    }
}
