import ClusterModel

/// How requests come, wait and are answered.
extension FencingCore {
    /// Time for what runs to be ended, and its result to be known, before the request must be answered.
    private static let settleMilliseconds: Int64 = 250

    mutating func take(_ request: FencingRequest, unixMilliseconds: Int64, at now: Instant) {
        switch standing(of: request, at: now) {
        case .new: break
        case .open: return
        case .answered(let record): return effects.append(.answer(record))
        case .another, .used: return effects.append(.conflict(request.id))
        }
        let record = FencingRecord(
            request: request, executor: setup.localNode, arrivedUnixMilliseconds: unixMilliseconds)
        book.add(RequestBook.Entry(record: record, arrived: now))
        effects.append(note(request.target, [request.id], .accepted(request)))
        if mayGoOn(request, at: now) { enter(request, at: now) }
    }

    /// What an id that came before stands for now.
    public func standing(of request: FencingRequest, at now: Instant) -> RequestStanding {
        guard let known = record(of: request.id) else { return book.isSpent(request.id) ? .used : .new }
        let asked = known.request
        let isSame =
            asked.target == request.target && asked.action == request.action
            && asked.allowsSelf == request.allowsSelf && request.minimumEvidence <= asked.minimumEvidence
        guard isSame else { return .another(known) }
        guard known.verdict != nil else { return .open }
        let isFresh = now <= asked.deadline.adding(milliseconds: Self.answerAgainMilliseconds)
        return isFresh ? .answered(known) : .used
    }

    /// A client that lost its connection asks again until a second after its deadline. What is older is never given as
    /// an answer: the node may have come back since.
    private static let answerAgainMilliseconds: Int64 = 5000

    /// F5, and what else is not even tried.
    func refusal(_ request: FencingRequest, at now: Instant) -> FencingVerdict? {
        let node = request.target
        if stopAt != nil {
            return .init(.refused, cause: .stopping, text: "stonithd is about to end; nothing was done")
        }
        if request.deadline <= now {
            return .init(.refused, cause: .expired, text: "it came after its own deadline; nothing was done")
        }
        if !mayAct(on: request), request.action == .on {
            return .init(
                .refused, cause: .ownNode, text: "no device here unfences \(node), and it is up; nothing was done")
        }
        if !mayAct(on: request) {
            return .init(
                .refused, cause: .ownNode,
                text: "\(node) is the node that this stonithd runs on; nothing was done (--self allows it)")
        }
        if book.open.count > book.openMax {
            return .init(.refused, cause: .tooMany, text: "\(book.openMax) requests are open; nothing was done")
        }
        guard usableLevels(request).isEmpty else { return nil }
        return .init(.refused, cause: .noSuchNode, text: noLevelText(request))
    }

    /// F5. A node that unfences itself does itself no harm.
    func mayAct(on request: FencingRequest) -> Bool {
        request.target != setup.localNode || request.allowsSelf
            || request.action == .on && !setup.unfencers(of: request.target).isEmpty
    }

    private func noLevelText(_ request: FencingRequest) -> String {
        let node = request.target
        let unfencers = setup.unfencers(of: node)
        if request.action == .on, let banned = unfencers.first(where: \.isBanned) {
            return "a location keeps \(banned.id) off this node, and \(node) is unfenced by all of its devices or not "
                + "at all; nothing was done"
        }
        if request.action == .on, let first = unfencers.first {
            return "\(first.id) unfences \(node) only on \(node) itself; nothing was done (stonith unfence there)"
        }
        return request.action == .on && !setup.levels(for: node).isEmpty
            ? "no device here can power \(node) on; nothing was done"
            : "no device here controls \(node); nothing was done (stonith devices lists them)"
    }

    func usableLevels(_ request: FencingRequest) -> [EscalationLevel] {
        // What unfenced the own node may be gone since the request came.
        guard mayAct(on: request) else { return [] }
        return request.action == .on ? setup.levelsToPowerOn(request.target) : setup.levels(for: request.target)
    }

    /// F2: it joins what is about to begin or runs, or it waits.
    mutating func enter(_ request: FencingRequest, at now: Instant) {
        let node = request.target
        guard let operation = targets[node]?.operation else { return begin([request], at: now) }
        guard let first = operation.waiters.first?.request.id, isFit(request, for: operation) else {
            targets[node, default: FencingTarget()].queue.append(request)
            effects.append(note(node, [request.id], .queued(request.id)))
            return schedule(node)
        }
        let waiter = waiter(request, operation, at: now)
        // In place: a copy for each of many who ask at once would take the square of their number.
        targets[node]?.operation?.join(waiter)
        effects.append(note(node, [request.id], .joined(request.id, with: first)))
        schedule(node)
    }

    private func isFit(_ request: FencingRequest, for operation: FencingOperation) -> Bool {
        let escalation = operation.escalation
        return operation.confirmation == nil && !escalation.isStopping && escalation.action == request.action
            && (escalation.hasBegunNothing || request.minimumEvidence <= escalation.minimumEvidence)
    }

    func waiter(
        _ request: FencingRequest, _ operation: FencingOperation?, at now: Instant
    ) -> FencingOperation.Waiter {
        let span = request.deadline.milliseconds(since: now)
        let reserve = min(Self.settleMilliseconds, span / 4)
        return FencingOperation.Waiter(
            request: request, lastStart: request.deadline.adding(milliseconds: -reserve),
            mark: mark(operation), isFromStart: operation?.escalation.hasBegunNothing ?? true)
    }

    /// The first action that is newer than a request that comes now. What still waits for the journal has not begun.
    private func mark(_ operation: FencingOperation?) -> ActionID {
        let asked = operation?.escalation.askedActions ?? []
        guard let first = asked.min(), asked.allSatisfy({ unwritten[$0] != nil }) else { return ActionID(nextAction) }
        return first
    }

    /// A new escalation for requests of one target and action.
    private mutating func begin(_ requests: [FencingRequest], at now: Instant) {
        guard let first = requests.first else { return }
        let node = first.target
        let levels = usableLevels(first)
        guard let firstLevel = levels.first else {
            let verdict = FencingVerdict(.failed, cause: .noSuchNode, text: noLevelText(first))
            for request in requests { close(request, verdict, StepLog(), at: now) }
            return beginNext(node, at: now)
        }
        if let hold = fenceGuard.hold(node, first.action, setup.limits, at: now) {
            return self.hold(requests, hold, at: now)
        }
        let waiters = requests.map { waiter($0, nil, at: now) }
        let target = targets[node, default: FencingTarget()]
        let escalation = Escalation(
            action: first.action, leavesOff: target.staysOff && first.action == .reset, levels: levels,
            minimumEvidence: requests.map(\.minimumEvidence).max() ?? .silent,
            lastStart: waiters.map(\.lastStart).max() ?? now)
        var operation = FencingOperation(escalation: escalation, waiters: waiters)
        operation.adjust()
        count(&operation, node, at: now)
        targets[node, default: FencingTarget()].operation = operation
        let delay = firstLevel.delayMilliseconds(&seed)
        if delay > 0 { effects.append(note(node, requests.map(\.id), .delayed(milliseconds: delay))) }
        escalate(node, at: now) { $0.start(delayMilliseconds: delay, at: now) }
    }

    /// What waits for the target goes on, now that nothing runs for it.
    mutating func beginNext(_ node: NodeName, at now: Instant) {
        guard var target = targets[node], target.operation == nil, let head = target.queue.first else {
            return schedule(node)
        }
        let together = target.queue.filter { $0.action == head.action }
        target.queue.removeAll { $0.action == head.action }
        targets[node] = target
        begin(together, at: now)
    }

    mutating func close(_ request: FencingRequest, _ verdict: FencingVerdict, _ log: StepLog, at now: Instant) {
        var verdict = verdict
        if targets[request.target]?.inDoubt.remove(request.id) != nil, verdict.outcome == .failed {
            verdict.outcome = .unknown
            verdict.text += "; before that, nobody knows what came of an action"
        }
        guard let record = book.close(request.id, verdict, steps: log.entries, at: now) else { return }
        remember(record)
        effects.append(note(request.target, [request.id], .closed(record)))
        effects.append(.answer(record))
    }

    mutating func remember(_ record: FencingRecord) {
        guard let verdict = record.verdict, verdict.outcome != .refused else { return }
        // What was taken back before anything was done says nothing of the node, which may be none.
        if verdict.cause == .cancelled, record.steps.isEmpty { return }
        let node = record.request.target
        var target = targets[node, default: FencingTarget()]
        target.last = record
        if verdict.isSuccess {
            target.explicitOff = Self.explicitOff(record, verdict, before: target.explicitOff)
            if record.request.action != .on { target.blockedBy = nil }
        } else if record.request.action != .on, verdict.cause != .cancelled {
            target.blockedBy = record
        }
        targets[node] = target
    }

    /// By which a later reset leaves the node off that it finds off (F9). A reset that left it so changes nothing; a
    /// person's word is no order to leave it off. An on that only lets the node in again ends no more than its being
    /// cut off: whoever switched its power off wants it off still.
    private static func explicitOff(
        _ record: FencingRecord, _ verdict: FencingVerdict, before: FencingTarget.ExplicitOff?
    ) -> FencingTarget.ExplicitOff? {
        switch record.request.action {
        case .off where verdict.confirmation != nil: nil
        case .off: verdict.isAccessOnly ? before ?? .access : .power
        case .reset: verdict.evidence == .readBack ? before : nil
        case .on: verdict.isAccessOnly && before == .power ? .power : nil
        case .status, .list, .probe, .identify: nil
        }
    }

    // MARK: Taking back, and running out of time

    mutating func cancel(_ id: RequestID, by: String, at now: Instant) {
        guard let entry = book.open[id] else { return effects.append(.nothingToCancel(id)) }
        remove(entry.record.request, .cancelled, "cancelled by \(by)", at: now)
    }

    mutating func expireRequests(of node: NodeName, at now: Instant) {
        guard let target = targets[node] else { return }
        let open = (target.operation?.waiters.map(\.request) ?? []) + target.queue
        for request in open where request.deadline <= now {
            remove(request, .timeUp, "the time for it is up", at: now)
        }
    }

    /// SIGTERM: what waits for a person cannot be finished and is handed back at once, the rest at the moment given.
    mutating func stop(at moment: Instant, _ now: Instant) {
        stopAt = min(stopAt ?? moment, moment)
        listsChanged(at: now)
        for id in actions.keys.sorted() {
            if case .examination = actions[id]?.purpose { effects.append(.abort(id)) }
        }
        let waiting = targets.filter { $0.value.operation?.escalation.waitsForPerson == true }
        handBack(waiting.values.flatMap { $0.operation?.requests ?? [] }.sorted(), .stopping, at: now)
    }

    mutating func handBack(_ ids: [RequestID], _ cause: FencingVerdict.Cause, at now: Instant) {
        for id in ids {
            guard let request = book.open[id]?.record.request else { continue }
            remove(request, cause, "stonithd ends before it was done; ask again", at: now)
        }
    }

    /// Closes one request without a success; the escalation goes on for the others, and ends when there are none.
    private mutating func remove(
        _ request: FencingRequest, _ cause: FencingVerdict.Cause, _ text: String, at now: Instant
    ) {
        let node = request.target
        guard var operation = targets[node]?.operation, operation.requests.contains(request.id) else {
            targets[node]?.queue.removeAll { $0.id == request.id }
            unlisted.removeAll { $0.request.id == request.id }
            let verdict = FencingVerdict(.failed, cause: cause, text: "\(text); nothing was done for it yet")
            close(request, verdict, StepLog(), at: now)
            return schedule(node)
        }
        close(request, unfinished(operation, cause, text), operation.log, at: now)
        operation.waiters.removeAll { $0.request.id == request.id }
        operation.adjust()
        targets[node]?.operation = operation
        if operation.waiters.isEmpty { escalate(node, at: now) { $0.stop(at: now) } } else { schedule(node) }
    }

    /// A power command that may be out makes it unknown: nothing must be concluded from it.
    func unfinished(
        _ operation: FencingOperation, _ cause: FencingVerdict.Cause, _ text: String
    ) -> FencingVerdict {
        let escalation = operation.escalation
        let running = escalation.running.filter { $0.device.kind.canPowerOn && unwritten[$0.action] == nil }
            .map(\.device.id)
        let isUnknown = escalation.hasUnknown || !running.isEmpty
        let detail = (escalation.failures + running.map { "\($0): it was still at work" }).joined(separator: "; ")
        let confirmed = operation.confirmation.map { ". \($0.who) confirmed, but an agent does not end" } ?? ""
        return FencingVerdict(
            isUnknown ? .unknown : .failed, cause: cause,
            text: text + (detail.isEmpty ? "" : " (\(detail))") + confirmed)
    }
}
