import ClusterModel

/// Actions that the status alone asks for.
extension ActionPlanner {
    /// Fencing that has a reason already, recurring operations that run, stops after failures, failures to forget.
    mutating func takeHistory() {
        let fenced = conditions.nodes.indices.filter { !conditions.nodes[$0].fenceReasons.isEmpty }
        for place in fenced.sorted(by: { (conditions.nodes[$0].state ?? .max) < (conditions.nodes[$1].state ?? .max) })
        {
            let index = fencingAction(of: NodeIndex(place))
            table.actions[index].reason = .words(conditions.nodes[place].fenceReasons[0].text)
        }
        for history in conditions.histories where conditions.nodes[history.node].isOnline { takeRecurring(history) }
        for stop in conditions.requiredStops {
            let index = action(.stop, of: stop.resource, on: stop.node, isOptional: false)
            if stop.wasManaged { table.actions[index].flags.remove(.optional) }
        }
        for failure in conditions.clearedFailures {
            action(.clearFailures, of: failure.resource, on: failure.node, isOptional: false)
        }
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
