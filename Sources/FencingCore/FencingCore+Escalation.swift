import ClusterModel

/// How escalations go on, and what comes of them.
extension FencingCore {
    /// Lets the target's escalation go a step, and does what it wishes.
    mutating func escalate(_ node: NodeName, at now: Instant, _ step: (inout Escalation) -> [Escalation.Wish]) {
        guard var operation = targets[node]?.operation else { return schedule(node) }
        let wishes = step(&operation.escalation)
        targets[node]?.operation = operation
        for wish in wishes { carryOut(wish, for: node, at: now) }
        schedule(node)
    }

    /// Sets when the target wants to be woken.
    mutating func schedule(_ node: NodeName) { wakeups.set(node, targets[node]?.deadline) }

    private mutating func carryOut(_ wish: Escalation.Wish, for node: NodeName, at now: Instant) {
        let requests = targets[node]?.operation?.requests ?? []
        switch wish {
        case .use(let device, _): want(device, for: node, at: now)
        case .leave(let device): queues.leave(device, node)
        case .abort(let id): abort(id)
        case .giveUp(let id): giveUp(id, node)
        case .levelBegan(let number, let devices):
            let count = targets[node]?.operation?.escalation.levels.map(\.number).max() ?? 0
            effects.append(note(node, requests, .levelBegan(number: number, of: count, devices: devices)))
        case .operatorNeeded(let level, let device, let until):
            effects.append(note(node, requests, .operatorNeeded(level: level, device: device, until: until)))
        case .levelFailed(let number, let device, let text, let isLast):
            let kind = FencingFact.Kind.levelFailed(number: number, device: device, text: text, isLast: isLast)
            effects.append(note(node, requests, kind))
        case .repeated(let device, let action):
            effects.append(note(node, requests, .repeated(device: device, action)))
        case .retried(let device, let action, let attempt):
            effects.append(note(node, requests, .retried(device: device, action, attempt: attempt)))
        case .succeeded(let success): succeed(node, success, at: now)
        case .exhausted(let isTimeUp): exhaust(node, isTimeUp: isTimeUp, at: now)
        case .stopped: stopped(node, at: now)
        }
    }

    /// What still waits for the journal ends by never beginning.
    private mutating func abort(_ id: ActionID) {
        if unwritten[id] != nil { stillborn.append((id, .oops)) } else { effects.append(.abort(id)) }
    }

    private mutating func succeed(_ node: NodeName, _ success: Escalation.Success, at now: Instant) {
        guard var operation = targets[node]?.operation else { return }
        let (satisfied, others) = operation.split(success)
        for waiter in satisfied {
            close(waiter.request, verdict(success, waiter.request), operation.log, at: now)
        }
        if operation.escalation.action != .on { closeOvertaken(node, by: success.level.devices.map(\.id), at: now) }
        let hungry = others.contains { $0.mark <= success.firstAction }
        guard hungry, let lastStart = others.map(\.lastStart).max() else { return end(node, again: others, at: now) }
        operation.waiters = others
        operation.adjust()
        targets[node]?.operation = operation
        let minimum = others.map(\.request.minimumEvidence).max() ?? .silent
        escalate(node, at: now) { $0.goOn(minimumEvidence: minimum, lastStart: lastStart, at: now) }
    }

    private func verdict(_ success: Escalation.Success, _ request: FencingRequest) -> FencingVerdict {
        let devices = success.level.devices.map(\.id)
        let isAccessOnly = success.level.devices.allSatisfy(\.unfences)
        let words = Self.words(success.evidence, of: isAccessOnly ? "access" : "power")
        let basis = "\(request.action.name) by \(devices.joined(separator: ", ")), \(words)"
        var verdict = FencingVerdict(
            request.action == .on ? .poweredOn : .fenced, evidence: success.evidence,
            text: success.text.isEmpty ? basis : "\(basis). \(success.text)")
        verdict.level = success.level.number
        verdict.devices = devices
        verdict.isAccessOnly = isAccessOnly
        verdict.remarks = success.remarks
        return verdict
    }

    private static func words(_ evidence: Evidence, of what: String) -> String {
        switch evidence {
        case .none: "no evidence"
        case .silent: "the target is silent, a witness is not"
        case .accepted: "the device accepted the command"
        case .readBack: "\(what) read back"
        }
    }

    private mutating func exhaust(_ node: NodeName, isTimeUp: Bool, at now: Instant) {
        guard let operation = targets[node]?.operation else { return }
        let escalation = operation.escalation
        let cause: FencingVerdict.Cause = isTimeUp || now >= escalation.lastStart ? .timeUp : .levelsFailed
        let text = escalation.failures.isEmpty ? "the time was up before a level began" : escalation.failuresText
        let verdict = FencingVerdict(escalation.hasUnknown ? .unknown : .failed, cause: cause, text: text)
        if operation.isCounted, !escalation.hasUnknown, !escalation.hasSucceeded { fenceGuard.takeBack(node) }
        for waiter in operation.waiters where waiter.isFromStart {
            close(waiter.request, verdict, operation.log, at: now)
        }
        end(node, again: operation.waiters.filter { !$0.isFromStart }, at: now)
    }

    /// Nothing of a stopped escalation runs any more: a person's word counts from now on (F8).
    private mutating func stopped(_ node: NodeName, at now: Instant) {
        guard let operation = targets[node]?.operation else { return }
        let hasActed = operation.escalation.hasUnknown || operation.log.entries.contains { $0.step.code == .ok }
        if operation.isCounted, !hasActed { fenceGuard.takeBack(node) }
        guard let confirmation = operation.confirmation else {
            return end(node, again: operation.waiters, at: now)
        }
        let verdict = confirmed(node, confirmation)
        for waiter in operation.waiters { close(waiter.request, verdict, operation.log, at: now) }
        end(node, again: [], at: now)
    }

    /// An agent that was killed and does not end may still switch the node on: then the word counts only when the
    /// person insists.
    private func confirmed(_ node: NodeName, _ confirmation: Confirmation) -> FencingVerdict {
        let text = "\(confirmation.who) confirmed that \(node) is down"
        let isUndead = hasUndeadAgent(node)
        var verdict = FencingVerdict(.fenced, text: text)
        if isUndead, confirmation.manner != .forced {
            verdict = FencingVerdict(
                .unknown, cause: .levelsFailed,
                text: "\(text), but an agent that was killed does not end and may still act (--force accepts that)")
        } else if isUndead {
            verdict.remarks.append("an agent that was killed does not end, and may still switch \(node) on")
        }
        verdict.confirmation = confirmation
        return verdict
    }

    /// - Parameter again: requests that came too late for what was done; they come first now.
    private mutating func end(_ node: NodeName, again: [FencingOperation.Waiter], at now: Instant) {
        if targets[node]?.operation?.escalation.hasUnknown == true {
            targets[node]?.inDoubt.formUnion(again.map(\.request.id))
        }
        targets[node]?.operation = nil
        targets[node]?.queue.insert(contentsOf: again.map(\.request), at: 0)
        beginNext(node, at: now)
    }

    // MARK: A person's word

    /// False when no request waits for it.
    mutating func confirm(_ node: NodeName, _ confirmation: Confirmation, at now: Instant) -> Bool {
        var target = targets[node, default: FencingTarget()]
        let running = target.operation?.waiters.map(\.request).filter { $0.action != .on } ?? []
        let queued = target.queue.filter { $0.action != .on }
        guard !(running + queued).isEmpty else { return false }
        guard var operation = target.operation else { preconditionFailure("requests wait only for an operation") }
        effects.append(note(node, (running + queued).map(\.id), .confirmed(confirmation)))
        let before = operation
        let overtaken = operation.waiters.filter { $0.request.action == .on }
        operation.confirmation = confirmation
        operation.waiters.removeAll { $0.request.action == .on }
        operation.waiters += queued.map { queuedWaiter($0) }
        target.queue.removeAll { $0.action != .on }
        target.operation = operation
        targets[node] = target
        for waiter in overtaken { closeOvertaken(waiter.request, confirmation, before, at: now) }
        escalate(node, at: now) { $0.stop(at: now) }
        return true
    }

    private func queuedWaiter(_ request: FencingRequest) -> FencingOperation.Waiter {
        FencingOperation.Waiter(
            request: request, lastStart: request.deadline, mark: ActionID(nextAction), isFromStart: false)
    }

    /// An on that runs may still power the node on.
    private mutating func closeOvertaken(
        _ request: FencingRequest, _ confirmation: Confirmation, _ operation: FencingOperation, at now: Instant
    ) {
        let text = "\(confirmation.who) confirmed that \(request.target) is down while it was being powered on"
        close(request, unfinished(operation, .cancelled, text), operation.log, at: now)
    }

    /// By then an agent that was told to end is gone, or given up.
    private static let confirmMilliseconds: Int64 = 10_000

    /// Nobody had asked: the word is recorded, and what blocked the target is lifted.
    mutating func confirmAlone(
        _ node: NodeName, _ confirmation: Confirmation, standsAlone: Bool, unixMilliseconds: Int64, at now: Instant
    ) {
        guard standsAlone else { return effects.append(.nothingToConfirm(node)) }
        guard let id = RequestID("confirm-" + String(seed.next(), radix: 16)) else { return }
        let request = FencingRequest(
            id: id, target: node, action: .off, minimumEvidence: .silent,
            deadline: now.adding(milliseconds: Self.confirmMilliseconds), client: confirmation.who,
            reason: "confirmed without a request")
        book.add(
            RequestBook.Entry(
                record: FencingRecord(
                    request: request, executor: setup.localNode, arrivedUnixMilliseconds: unixMilliseconds),
                arrived: now))
        guard targets[node]?.operation == nil else {
            // An agent may still switch the node on: its end is waited for, as with any other word (F8).
            targets[node]?.queue.append(request)
            _ = confirm(node, confirmation, at: now)
            return
        }
        effects.append(note(node, [id], .confirmed(confirmation)))
        close(request, confirmed(node, confirmation), StepLog(), at: now)
    }
}
