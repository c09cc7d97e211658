import ClusterModel

/// The actions of one escalation, in the order they began.
struct StepLog: Sendable {
    struct Entry: Sendable, Equatable {
        var id: ActionID
        var began: Instant
        /// Its start is set for each reader, who counts from the arrival of a request of its own.
        var step: FencingRecord.Step

        func step(since arrival: Instant) -> FencingRecord.Step {
            var step = step
            step.startMilliseconds = began.milliseconds(since: arrival)
            return step
        }
    }

    private(set) var entries: [Entry] = []

    mutating func began(_ id: ActionID, _ step: FencingRecord.Step, at now: Instant) {
        entries.append(Entry(id: id, began: now, step: step))
    }

    /// One of a daemon that was lost.
    mutating func take(_ action: Resumption.Action, _ step: FencingRecord.Step) {
        began(action.order.id, step, at: action.began)
        if let outcome = action.outcome { _ = ended(action.order.id, outcome, at: action.ended ?? action.began) }
    }

    mutating func runs(_ id: ActionID, pid: Int32) -> FencingRecord.Step? {
        guard let index = entries.lastIndex(where: { $0.id == id }) else { return nil }
        entries[index].step.pid = pid
        return entries[index].step
    }

    mutating func ended(_ id: ActionID, _ outcome: AgentOutcome, at now: Instant) -> FencingRecord.Step? {
        guard let index = entries.lastIndex(where: { $0.id == id }) else { return nil }
        entries[index].step.milliseconds = now.milliseconds(since: entries[index].began)
        entries[index].step.code = outcome.code
        entries[index].step.evidence = outcome.evidence
        entries[index].step.cause = outcome.cause
        entries[index].step.text = outcome.text
        return entries[index].step
    }
}
