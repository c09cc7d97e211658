import ClusterModel

/// Actions that the status alone asks for.
extension ActionPlanner {
    /// Fencing that has a reason already; then history by history: failures to forget, recurring operations that run,
    /// stops after failures.
    mutating func takeHistory() {
        for node in conditions.fenced {
            let index = fencingAction(of: node)
            table.actions[index].reason = .words(conditions.nodes[node].fenceReasons[0].text)
        }
        var cleared = conditions.clearedFailures[...]
        var stops = conditions.requiredStops[...]
        for history in conditions.histories {
            while let clear = cleared.first, clear.resource == history.resource, clear.node == history.node {
                cleared.removeFirst()
                action(.clearFailures, of: clear.resource, on: clear.node, isOptional: false)
            }
            if conditions.nodes[history.node].isOnline { takeRecurring(history) }
            while let stop = stops.first, stop.resource == history.resource, stop.node == history.node {
                stops.removeFirst()
                take(stop)
            }
        }
    }

    private mutating func take(_ stop: RequiredStop) {
        let index = action(.stop, of: stop.resource, on: stop.node, isOptional: false)
        if stop.wasManaged { table.actions[index].flags.remove(.optional) }
    }

    /// Recurring operations that run already.
    private mutating func takeRecurring(_ history: HistoryCondition) {
        let records = records(of: history)
        guard records.contains(where: { $0.intervalMilliseconds > 0 }) else { return }
        let span = ActiveSpan(records, history.order)
        for (count, place) in history.order.enumerated() where span.includes(count) {
            let record = records[Int(place)]
            guard record.intervalMilliseconds > 0, record.status != .pending else { continue }
            action(
                table.task(named: record.operation), every: record.intervalMilliseconds, of: history.resource,
                on: history.node, isOptional: true)
        }
    }

    func records(of history: HistoryCondition) -> [OperationRecord] {
        cib.nodeStates[Int(history.state)].histories[Int(history.history)].operations
    }
}

/// Which operations of a history are of the time since the resource was last started.
struct ActiveSpan {
    /// Places in the order of events; -1 where there is none.
    private(set) var start = -1
    private(set) var stop = -1

    init(_ records: [OperationRecord], _ order: [Int32]) {
        var seenRunning = -1
        var roleChanged = -1
        for (count, place) in order.enumerated() {
            let record = records[Int(place)]
            switch record.operation {
            case "stop": if record.status == .done { stop = count }
            case "start", "migrate_from": start = count
            case "monitor": if seenRunning <= stop, record.code == 0 || record.code == 8 { seenRunning = count }
            case "promote", "demote": roleChanged = count
            default: break
            }
        }
        if start == -1 { start = roleChanged != -1 ? roleChanged : seenRunning }
    }

    var isStopped: Bool { start < stop }

    /// Of recurring operations: they run.
    func includes(_ count: Int) -> Bool { isStopped ? count > stop : count >= start }
}
