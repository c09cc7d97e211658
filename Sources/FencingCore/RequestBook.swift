import ClusterModel

/// Every request that is open, and those that were answered lately.
struct RequestBook: Sendable {
    struct Entry: Sendable, Equatable {
        var record: FencingRecord
        var arrived: Instant
    }

    /// More at once are refused.
    let openMax: Int
    /// So many answered ones are kept whole.
    static let closedMax = 1000

    private(set) var open: [RequestID: Entry] = [:]
    /// Oldest first.
    private(set) var closed: [FencingRecord] = []
    /// The ids of answered requests whose deadline has not passed: none of them may be executed a second time.
    private var spent: [RequestID: Instant] = [:]
    private var sweepAt = 2 * closedMax

    init(openMax: Int) { self.openMax = openMax }

    func isOpen(_ id: RequestID) -> Bool { open[id] != nil }

    /// The answered request of that id, where it is still kept.
    func answered(_ id: RequestID) -> FencingRecord? {
        guard spent[id] != nil else { return nil }
        return closed.last { $0.request.id == id }
    }

    func isSpent(_ id: RequestID) -> Bool { spent[id] != nil }

    mutating func add(_ entry: Entry) {
        precondition(open[entry.record.request.id] == nil, "an id is open once")
        open[entry.record.request.id] = entry
    }

    /// Answers the record with its verdict; nil when it was closed before.
    mutating func close(
        _ id: RequestID, _ verdict: FencingVerdict, steps: [StepLog.Entry], at now: Instant
    ) -> FencingRecord? {
        guard var entry = open.removeValue(forKey: id) else { return nil }
        entry.record.verdict = verdict
        entry.record.milliseconds = now.milliseconds(since: entry.arrived)
        entry.record.steps = steps.map { $0.step(since: entry.arrived) }
        keep(entry.record, at: now)
        return entry.record
    }

    /// What became known of a request when it was closed.
    mutating func keep(_ console: FencingRecord.Console, of id: RequestID) {
        guard let index = closed.lastIndex(where: { $0.request.id == id }) else { return }
        closed[index].console = console
    }

    mutating func keep(_ record: FencingRecord, at now: Instant) {
        closed.append(record)
        // In one go and seldom: taking off the first one each time would move all the others each time.
        if closed.count >= 2 * Self.closedMax { closed.removeFirst(Self.closedMax) }
        spent[record.request.id] = record.request.deadline
        if spent.count >= sweepAt { sweep(at: now) }
    }

    private mutating func sweep(at now: Instant) {
        let kept = Set(closed.map(\.request.id))
        spent = spent.filter { $0.value > now || kept.contains($0.key) }
        sweepAt = 2 * max(spent.count, Self.closedMax)
    }
}
