/// Operations that run again and again.
extension ActionPlanner {
    mutating func addRecurring(_ resource: ResourceIndex) {
        let state = conditions.resources[resource]
        guard !state.isBlocked, !state.inMaintenance else { return }
        let configured = operations[state.definition]
        let start = startOfRecurring(resource)
        for operation in configured where operation.canRecur && !operation.isDoubled && operation.isEnabled {
            if operation.role == .stopped {
                addInactive(operation, of: resource)
            } else if let start {
                addActive(operation, of: resource, after: start)
            }
        }
    }

    /// Nil where nothing recurs because the resource is not active.
    private mutating func startOfRecurring(_ resource: ResourceIndex) -> ActionIndex? {
        guard let node = table.nodes[resource], !conditions.nodes[node].inMaintenance else { return nil }
        guard table.roles[resource] != .stopped || !table.managed[resource] else { return nil }
        return action(.start, of: resource, on: node, isOptional: true)
    }

    private mutating func addActive(
        _ operation: ConfiguredOperation, of resource: ResourceIndex, after start: ActionIndex
    ) {
        guard let node = table.nodes[resource] else { return }
        let isOptional = isRunning(operation, of: resource, on: node, start)
        if let role = operation.role, role != table.roles[resource] {
            if isOptional { cancelForRole(operation, of: resource, on: node) }
            return
        }
        let monitor = action(
            operation.task, every: operation.intervalMilliseconds, of: resource, on: node, isOptional: isOptional)
        if !table.actions[start].isRunnable || !isWell(node) { table.actions[monitor].flags.remove(.runnable) }
        guard table.managed[resource] else { return }
        order(resource, .start, monitor, [.requiresThen, .needsFirst])
        order(resource, .reload, monitor, [.requiresThen, .needsFirst])
    }

    /// It runs already on that node, and nothing asks for it to be set up anew.
    private func isRunning(
        _ operation: ConfiguredOperation, of resource: ResourceIndex, on node: NodeIndex, _ start: ActionIndex
    ) -> Bool {
        guard table.actions[start].isOptional else { return false }
        let known = table.findExact(operation.task, operation.intervalMilliseconds, of: resource, on: node)
        return !known.isEmpty && !known.contains { table.actions[$0].flags.contains(.reschedule) }
    }

    private mutating func cancelForRole(
        _ operation: ConfiguredOperation, of resource: ResourceIndex, on node: NodeIndex
    ) {
        let index = cancel(operation.task, every: operation.intervalMilliseconds, of: resource, on: node)
        guard table.roles[resource] == .stopped, conditions.resources[resource].role >= .started else { return }
        order(index, resource, .stop, .needsFirst)
    }

    /// A monitor with `role=Stopped` watches every node where the resource should not run.
    private mutating func addInactive(_ operation: ConfiguredOperation, of resource: ResourceIndex) {
        guard conditions.resources[resource].instance == nil else { return }
        for place in conditions.nodes.indices {
            let node = NodeIndex(place)
            if node == table.nodes[resource] {
                cancelIfRunning(operation, of: resource, on: node)
            } else {
                addInactive(operation, of: resource, on: node)
            }
        }
    }

    private mutating func cancelIfRunning(
        _ operation: ConfiguredOperation, of resource: ResourceIndex, on node: NodeIndex
    ) {
        let known = table.findExact(operation.task, operation.intervalMilliseconds, of: resource, on: node)
        guard !known.isEmpty else { return }
        let index = cancel(operation.task, every: operation.intervalMilliseconds, of: resource, on: node)
        if table.roles[resource] >= .started { order(index, resource, .start, .needsFirst) }
    }

    private mutating func addInactive(
        _ operation: ConfiguredOperation, of resource: ResourceIndex, on node: NodeIndex
    ) {
        let known = table.findExact(operation.task, operation.intervalMilliseconds, of: resource, on: node)
        let monitor = action(
            operation.task, every: operation.intervalMilliseconds, of: resource, on: node, isOptional: !known.isEmpty)
        table.actions[monitor].expectedCode = 7
        if table.managed[resource] {
            for probe in table.find(.monitor, of: resource, on: node) { table.order(probe, monitor, .needsFirst) }
        }
        for stop in table.findExact(.stop, of: resource, on: node) { putAfter(stop, monitor, of: resource) }
        if !isWell(node) { table.actions[monitor].flags.remove(.runnable) }
    }

    private mutating func putAfter(_ stop: ActionIndex, _ monitor: ActionIndex, of resource: ResourceIndex) {
        let isManaged = table.managed[resource]
        if !isManaged, !table.actions[stop].isOptional, !table.actions[monitor].isOptional {
            table.actions[monitor].flags.insert(.optional)
        }
        if !table.actions[stop].isRunnable { table.actions[monitor].flags.remove(.runnable) }
        guard isManaged else { return }
        orders.append(
            PendingOrder(
                first: .init(stop, in: table), then: .init(monitor, in: table), flags: [.requiresThen, .needsFirst]))
    }
}
