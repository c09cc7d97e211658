/// From orderings of tasks to orderings of actions, and to what follows from them.
extension ActionPlanner {
    mutating func applyOrders() {
        for order in orders { apply(order) }
        for place in table.actions.indices.reversed() {
            blockDependents(of: ActionIndex(place))
            settleChanged()
        }
        orderProbes()
        for place in table.actions.indices.reversed() { settle(ActionIndex(place)) }
        for place in conditions.resources.indices where conditions.resources[place].kind == .clone {
            for action in table.ofResource(ResourceIndex(place)) { _ = flags(of: action, on: nil) }
        }
    }

    private mutating func settleChanged() {
        let changed = toVisit
        toVisit.removeAll(keepingCapacity: true)
        for action in changed { settle(action) }
    }

    private mutating func apply(_ order: PendingOrder) {
        for first in firstActions(of: order) {
            for then in thenActions(of: order) { table.order(first, then, order.flags) }
        }
    }

    private mutating func thenActions(of order: PendingOrder) -> [ActionIndex] {
        if let action = order.then.action { return [action] }
        guard let resource = order.then.resource else { return [] }
        return table.find(order.then.task, of: resource, on: nil)
    }

    /// What does not exist, and should come first, is made: it cannot run, and nor can what waits for it.
    private mutating func firstActions(of order: PendingOrder) -> [ActionIndex] {
        if let action = order.first.action { return [action] }
        guard let resource = order.first.resource else { return [] }
        let found = table.find(order.first.task, of: resource, on: nil)
        guard found.isEmpty, order.then.resource != resource else { return found }
        guard order.first.task != .stop || currentRole(of: resource) != .stopped else { return [] }
        return [action(order.first.task, of: resource, on: nil, isOptional: true)]
    }

    /// Of groups and clones: the highest in them.
    func currentRole(of resource: ResourceIndex) -> ResourceRole {
        let state = conditions.resources[resource]
        guard state.kind != .primitive else { return max(state.role, .stopped) }
        return state.children.map { currentRole(of: $0) }.max() ?? .stopped
    }

    /// What must be with a resource that cannot start cannot start either.
    mutating func blockDependents(of index: ActionIndex) {
        let action = table.actions[index]
        guard action.task == .start, !action.isRunnable, let resource = action.resource else { return }
        let top = tops[resource]
        guard let waiting = dependents[top], !someChildCanStart(top) else { return }
        for dependent in waiting { block(dependent, because: resource) }
    }

    private func someChildCanStart(_ top: ResourceIndex) -> Bool {
        conditions.resources[top].children.contains { child in
            table.newest(.start, of: child).map { table.actions[$0].isRunnable } ?? true
        }
    }

    private mutating func block(_ dependent: ResourceIndex, because resource: ResourceIndex) {
        for index in table.ofResource(dependent) where table.actions[index].task == .start {
            guard table.actions[index].isRunnable else { continue }
            table.actions[index].flags.remove(.runnable)
            if table.actions[index].reason == nil { table.actions[index].reason = .colocation(resource) }
            blockDependents(of: index)
            toVisit.append(index)
        }
        for child in conditions.resources[dependent].children { block(child, because: resource) }
    }
}
