import ClusterModel

/// What runs by a definition that was changed since: restarts, reloads, monitors set up anew or ended.
extension ActionPlanner {
    mutating func findChangedDefinitions(digest: (String) -> String) {
        withoutActuallyEscaping(digest) { digest in
            findChangedDefinitions(OperationDigest(conditions, digest: digest))
        }
    }

    private mutating func findChangedDefinitions(_ digests: OperationDigest) {
        for place in historiesByNode() {
            let history = conditions.histories[place]
            let node = conditions.nodes[history.node]
            guard !node.hasTwoHistories, node.inMaintenance || canRun(history.node) else { continue }
            for resource in named(by: history) { check(history, of: resource, digests) }
        }
    }

    /// Whom a history may mean: of a clone, every instance that goes by that name, wherever it runs.
    private func named(by history: HistoryCondition) -> [ResourceIndex] {
        let resource = conditions.resources[history.resource]
        guard resource.instance != nil, let name = resource.historyName else { return [history.resource] }
        return instances(of: resource.definition, in: tops[history.resource]).filter {
            conditions.resources[$0].historyName == name
        }
    }

    private func instances(of definition: Int, in resource: ResourceIndex) -> [ResourceIndex] {
        let state = conditions.resources[resource]
        guard state.kind != .primitive else { return state.definition == definition ? [resource] : [] }
        return state.children.flatMap { instances(of: definition, in: $0) }
    }

    /// Places of the histories: by node, then in the order of the status.
    private func historiesByNode() -> [Int] {
        var places = [[Int]](repeating: [], count: conditions.nodes.count)
        for (place, history) in conditions.histories.enumerated() { places[history.node].append(place) }
        return places.flatMap { $0 }
    }

    /// It could take a resource.
    func canRun(_ node: NodeIndex) -> Bool {
        let state = conditions.nodes[node]
        return state.isOnline && !state.isShuttingDown && !table.unclean[Int(node.value)] && !state.isStandby
            && !state.inMaintenance
    }

    private mutating func check(
        _ history: HistoryCondition, of resource: ResourceIndex, _ digests: OperationDigest
    ) {
        guard !conditions.resources[resource].isOrphan else {
            if conditions.resources[resource].instance == nil { forget(resource, on: history.node, isOptional: false) }
            return
        }
        let isActive = conditions.resources[resource].runningOn.contains(history.node)
        if isAgentChanged(history) {
            if isActive { restart(resource, on: history.node) }
            forget(resource, on: history.node, isOptional: false)
        }
        guard isActive else { return }
        let records = records(of: history)
        let span = ActiveSpan(records, history.order)
        guard !span.isStopped else { return }
        let order = history.order.dropFirst(max(0, span.start))
        for place in order {
            let record = records[Int(place)]
            // As in 2.1.5, what it ran with is worked out once, from the first record of an operation.
            let first = order.first { records[Int($0)].isSameOperation(as: record) } ?? place
            let isForced = isExpired(place, history) && (isExpired(first, history) || records[Int(first)].hasRestart)
            check(record, isExpired: isForced, of: resource, on: history.node, digests)
        }
    }

    private func isExpired(_ place: Int32, _ history: HistoryCondition) -> Bool {
        !expired.isEmpty
            && expired.contains(
                FailedOperation(
                    node: history.node, resource: history.resource, state: Int(history.state),
                    history: Int(history.history), operation: Int(place)))
    }

    private func isAgentChanged(_ history: HistoryCondition) -> Bool {
        let definition = conditions.definitions[conditions.resources[history.resource].definition].attributes
        let recorded = cib.nodeStates[Int(history.state)].histories[Int(history.history)].attributes
        return ["type", "class", "provider"].contains { definition[$0] != recorded[$0] }
    }

    private mutating func restart(_ resource: ResourceIndex, on node: NodeIndex) {
        action(.stop, of: resource, on: node, isOptional: false)
        startPending[Int(resource.value)] = true
        table.redefined.insert(resource)
    }

    private mutating func check(
        _ record: OperationRecord, isExpired: Bool, of resource: ResourceIndex, on node: NodeIndex,
        _ digests: OperationDigest
    ) {
        let recurs = record.intervalMilliseconds > 0
        if recurs, conditions.resources[resource].inMaintenance || conditions.nodes[node].inMaintenance {
            scheduleCancel(record, of: resource, on: node)
            return
        }
        guard recurs || ["monitor", "start", "promote", "migrate_from"].contains(record.operation) else { return }
        guard isChanged(record, isExpired: isExpired, of: resource, on: node, digests) else { return }
        if conditions.failCount(of: resource, on: node) != 0 {
            action(.clearFailures, of: resource, on: node, isOptional: false)
        }
    }

    /// Something is to be done about a changed definition; it is made here. A failure that expired counts as one, so
    /// that the operation is set up anew.
    private mutating func isChanged(
        _ record: OperationRecord, isExpired: Bool, of resource: ResourceIndex, on node: NodeIndex,
        _ digests: OperationDigest
    ) -> Bool {
        let task = table.task(named: record.operation)
        let interval = record.intervalMilliseconds
        if interval > 0, configured(task, every: interval, of: resource) == nil {
            if conditions.options.stopsOrphanActions { scheduleCancel(record, of: resource, on: node) }
            return true
        }
        let restarted = interval == 0 && (record.operation == "monitor" || record.operation == "migrate_from")
        switch isExpired ? .needsRestart : digests.change(since: record, of: resource, on: node) {
        case .none: return false
        case .needsRestart: forceRestart(restarted ? .start : task, every: interval, of: resource)
        case .canReload where interval > 0:
            let monitor = action(task, every: interval, of: resource, on: node, isOptional: true)
            table.actions[monitor].flags.insert(.reschedule)
        case .canReload where !record.restartDigest.isEmpty: scheduleReload(resource, on: node)
        case .canReload: forceRestart(restarted ? .start : task, every: interval, of: resource)
        }
        return true
    }

    /// The first enabled `<op>` of that name and interval.
    func configured(
        _ task: ActionTask, every interval: Int, of resource: ResourceIndex
    ) -> ConfiguredOperation? {
        operations[conditions.resources[resource].definition].first {
            $0.task == task && $0.intervalMilliseconds == interval && $0.isEnabled
        }
    }

    private mutating func scheduleCancel(_ record: OperationRecord, of resource: ResourceIndex, on node: NodeIndex) {
        let index = cancel(
            table.task(named: record.operation), every: record.intervalMilliseconds, of: resource, on: node,
            call: record.callID)
        order(resource, .stop, index, .ordered)
    }

    private mutating func forceRestart(_ task: ActionTask, every interval: Int, of resource: ResourceIndex) {
        let index = action(task, every: interval, of: resource, on: nil, isOptional: false)
        setReason(index, "resource definition change", overwrites: true)
        table.redefined.insert(resource)
    }

    private mutating func scheduleReload(_ resource: ResourceIndex, on node: NodeIndex) {
        let state = conditions.resources[resource]
        guard table.managed[resource], !state.isFailed else { return }
        guard !startPending[Int(resource.value)] else {
            action(.stop, of: resource, on: node, isOptional: false)
            return
        }
        table.reloads.insert(resource)
        let reload = action(.reload, of: resource, on: node, isOptional: false)
        setReason(reload, "resource definition change", overwrites: false)
        order(reload, resource, .stop, [.ordered, .cancelsFirst])
    }

    /// What happened to it on the node is forgotten.
    mutating func forget(_ resource: ResourceIndex, on node: NodeIndex, isOptional: Bool) {
        guard !conditions.resources[resource].isFailed, isWell(node) else { return }
        action(.delete, of: resource, on: node, isOptional: isOptional)
        order(resource, .stop, resource, .delete, isOptional ? .requiresThen : .ordered)
        order(resource, .delete, resource, .start, isOptional ? .requiresThen : .ordered)
    }
}

extension OperationRecord {
    fileprivate func isSameOperation(as other: OperationRecord) -> Bool {
        operation == other.operation && intervalMilliseconds == other.intervalMilliseconds
    }

    fileprivate var hasRestart: Bool { !restartDigest.isEmpty }
}
