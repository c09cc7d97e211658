import ClusterModel

/// What can be seen of the core.
extension FencingCore {
    /// The open requests with what was done for them so far, oldest first.
    public func openRecords() -> [FencingRecord] {
        let entries = book.open.values.sorted {
            ($0.arrived, $0.record.request.id) < ($1.arrived, $1.record.request.id)
        }
        let running = targets.mapValues { Set($0.operation?.requests ?? []) }
        return entries.map { entry in
            var record = entry.record
            let node = record.request.target
            if running[node]?.contains(record.request.id) == true, let operation = targets[node]?.operation {
                record.steps = operation.log.entries.map { $0.step(since: entry.arrived) }
            }
            return record
        }
    }

    /// The answered requests that are still kept, oldest first.
    public var closedRecords: ArraySlice<FencingRecord> { book.closed.suffix(RequestBook.closedMax) }

    /// The console of an answered request's node, which no decision needs.
    public mutating func keep(_ console: FencingRecord.Console, of id: RequestID) { book.keep(console, of: id) }

    /// The same, of a request that is still kept.
    public func console(of id: RequestID) -> FencingRecord.Console? {
        book.closed.last { $0.request.id == id }?.console
    }

    public func isBusy(device: String) -> Bool { queues.isBusy(device) }

    /// Every node that can be fenced, sorted.
    public func targetStatuses() -> [FencingTargetStatus] {
        let named = Set(setup.targets).union(targets.keys).sorted { $0.description < $1.description }
        return named.map { node in
            let target = targets[node]
            return FencingTargetStatus(
                node: node, state: state(of: target), text: target?.blocked ?? "", last: target?.last,
                levels: setup.levels(for: node))
        }
    }

    private func state(of target: FencingTarget?) -> FencingTargetStatus.State {
        guard let operation = target?.operation else { return target?.blocked == nil ? .idle : .blocked }
        return operation.escalation.waitsForPerson ? .waitingForPerson : .fencing
    }

    /// The request that failed and blocks the node; nil when it is not blocked.
    public func blocking(_ node: NodeName) -> FencingRecord? { targets[node]?.blockedBy }

    /// The requests for a node that a person's word would answer.
    public func confirmable(_ node: NodeName) -> [RequestID] {
        let requests = (targets[node]?.operation?.waiters.map(\.request) ?? []) + (targets[node]?.queue ?? [])
        return requests.filter { $0.action != .on }.map(\.id)
    }

    public func isWaitingForPerson(_ node: NodeName) -> Bool { state(of: targets[node]) == .waitingForPerson }

    public func isOpen(_ id: RequestID) -> Bool { book.isOpen(id) }

    /// A request that is open or still kept, without what was done for it.
    public func record(of id: RequestID) -> FencingRecord? { book.open[id]?.record ?? book.answered(id) }

    /// What the record will tell of it.
    public func step(of action: ActionID) -> FencingRecord.Step? {
        guard case .fencing(let node) = actions[action]?.purpose else { return nil }
        return targets[node]?.operation?.log.entries.last { $0.id == action }?.step
    }

    /// For whom an action is carried out.
    public func requests(of action: ActionID) -> (target: NodeName, requests: [RequestID])? {
        guard case .fencing(let node) = actions[action]?.purpose else { return nil }
        return (node, targets[node]?.operation?.requests ?? [])
    }
}
