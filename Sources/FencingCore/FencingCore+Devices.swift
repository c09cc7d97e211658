import ClusterModel

/// Which device works for whom.
extension FencingCore {
    /// Begins the target's step on the device, or lets it wait. An examination gives way.
    mutating func want(_ device: FencingDevice, for node: NodeName, at now: Instant) {
        guard !mayUse(device, node) else { return beginStep(device, for: node, at: now) }
        for use in queues.uses(of: device.id) {
            if case .examination = use.holder { effects.append(.abort(use.action)) }
        }
        queues.wait(for: device.id, node)
    }

    private func mayUse(_ device: FencingDevice, _ node: NodeName) -> Bool {
        queues.hasRoom(device.id, limit: device.rules.actionLimit, for: node)
    }

    private mutating func beginStep(_ device: FencingDevice, for node: NodeName, at now: Instant) {
        guard var operation = targets[node]?.operation, let work = operation.escalation.work(of: device.id) else {
            preconditionFailure("only a target whose escalation wants a device gets it")
        }
        let end = work.end ?? now.adding(milliseconds: device.timeoutMilliseconds(work.action))
        let deadline = min(end, operation.escalation.lastStart)
        let order = ActionOrder(
            id: newAction(device.id, .fencing(node)), device: device.id, generation: device.generation,
            action: work.action, target: node, plug: work.plug, attempt: work.attempt, deadline: deadline,
            leavesOff: operation.escalation.leavesOff)
        queues.take(device.id, for: .target(node), order.id)
        operation.escalation.began(device: device.id, order.id, deadline: deadline, at: now)
        var step = FencingRecord.Step(
            level: work.level, device: device.id, type: device.type.description, action: work.action,
            startMilliseconds: 0)
        (step.plug, step.attempt) = (work.plug, work.attempt)
        operation.log.began(order.id, step, at: now)
        targets[node]?.operation = operation
        unwritten[order.id] = order
        effects.append(.persist(order))
    }

    /// It may be begun now, if it is still wanted.
    mutating func persisted(_ id: ActionID, isDurable: Bool, at now: Instant) {
        // What was due before this was heard, may have taken it back.
        guard !stillborn.contains(where: { $0.0 == id }) else { return }
        guard var order = unwritten.removeValue(forKey: id), case .fencing(let node) = actions[id]?.purpose else {
            return
        }
        // Who had the most time may have gone meanwhile.
        if let last = targets[node]?.operation?.escalation.lastStart { order.deadline = min(order.deadline, last) }
        if order.deadline <= now { return stillborn.append((id, .timeout)) }
        let requests = targets[node]?.operation?.requests ?? []
        if !isDurable { effects.append(note(node, requests, .notDurable(device: order.device))) }
        effects.append(.begin(order))
    }

    /// Ends what was never begun.
    mutating func endStillborn(at now: Instant) {
        while let (id, code) = stillborn.first {
            stillborn.removeFirst()
            unwritten[id] = nil
            let text = code == .timeout ? "its time was up before it began" : "it was taken back before it began"
            let cause = code == .timeout ? "deadline" : "cancelled"
            let outcome = AgentOutcome(code: code, text: text, cause: cause)
            effects.append(.withdraw(id, outcome))
            ended(id, outcome, at: now)
        }
    }

    private mutating func newAction(_ device: String, _ purpose: Action.Purpose) -> ActionID {
        defer { nextAction += 1 }
        actions[ActionID(nextAction)] = Action(device: device, purpose: purpose)
        return ActionID(nextAction)
    }

    mutating func runs(_ id: ActionID, pid: Int32) {
        guard case .fencing(let node) = actions[id]?.purpose, let requests = targets[node]?.operation?.requests,
            let step = targets[node]?.operation?.log.runs(id, pid: pid)
        else { return }
        effects.append(note(node, requests, .actionBegan(step)))
    }

    mutating func ended(_ id: ActionID, _ outcome: AgentOutcome, at now: Instant) {
        guard let action = actions.removeValue(forKey: id) else { return }
        overdue[id] = nil
        let holder = queues.uses(of: action.device).first { $0.action == id }?.holder
        queues.release(action.device, id)
        switch action.purpose {
        case .fencing(let node): endedFencing(node, id, action.device, outcome, at: now)
        case .examination(let number):
            if case .examination(let examination)? = holder, examineAgain(examination, action, outcome, at: now) {
                return
            }
            effects.append(.examined(number, outcome))
        case .none(let node, let step): noteLateSuccess(node, step, outcome)
        }
        handOn(action.device, at: now)
    }

    private mutating func endedFencing(
        _ node: NodeName, _ id: ActionID, _ device: String, _ outcome: AgentOutcome, at now: Instant
    ) {
        guard let operation = targets[node]?.operation else { return }
        let wasStopping = operation.escalation.isStopping
        if let step = targets[node]?.operation?.log.ended(id, outcome, at: now) {
            effects.append(note(node, operation.requests, .actionEnded(step)))
            if wasStopping, outcome.code == .ok { effects.append(note(node, operation.requests, .lateSuccess(step))) }
        }
        escalate(node, at: now) { $0.ended(device: device, outcome, at: now) }
    }

    private mutating func noteLateSuccess(_ node: NodeName?, _ step: FencingRecord.Step?, _ outcome: AgentOutcome) {
        guard var step, outcome.code == .ok else { return }
        step.code = .ok
        step.evidence = outcome.evidence
        effects.append(note(node, [], .lateSuccess(step)))
    }

    /// Whoever waited longest gets the device; it may have been taken again by the end of what freed it.
    private mutating func handOn(_ device: String, at now: Instant) {
        for node in queues.waiting(for: device) {
            guard let wanted = targets[node]?.operation?.escalation.wanted(device) else {
                queues.leave(device, node)
                continue
            }
            guard mayUse(wanted, node) else { continue }
            queues.leave(device, node)
            beginStep(wanted, for: node, at: now)
            schedule(node)
        }
    }

    /// The action cannot be ended. Its device stays taken until it is.
    mutating func giveUp(_ id: ActionID, _ node: NodeName) {
        if unwritten[id] != nil { stillborn.append((id, .oops)) }
        let step = targets[node]?.operation?.log.entries.last { $0.id == id }?.step
        actions[id]?.purpose = .none(node, step)
    }

    /// Whether an agent that could not be ended may still do something to the node.
    func hasUndeadAgent(_ node: NodeName) -> Bool {
        actions.values.contains { action in
            guard case .none(let target?, _) = action.purpose else { return false }
            return target == node
        }
    }

    // MARK: Examinations

    mutating func examine(_ examination: Examination, at now: Instant) {
        guard let device = setup.devices.first(where: { $0.id == examination.device }) else {
            let outcome = AgentOutcome(code: .badConfig, text: "there is no device \(examination.device)")
            return effects.append(.examined(examination.number, outcome))
        }
        let limit = device.rules.actionLimit
        guard queues.hasRoom(device.id, limit: limit, for: examination.target),
            queues.waiting(for: device.id).isEmpty
        else {
            let outcome = AgentOutcome(
                code: .oops, text: "the device is at work for something else; ask again", cause: "busy")
            return effects.append(.examined(examination.number, outcome))
        }
        begin(examination, device, attempt: 1, lastTry: Self.lastTry(examination, at: now))
    }

    private mutating func begin(_ examination: Examination, _ device: FencingDevice, attempt: Int, lastTry: Instant) {
        let id = newAction(examination.device, .examination(examination.number))
        actions[id]?.attempt = attempt
        actions[id]?.lastTry = lastTry
        overdue[id] = examination.deadline.adding(milliseconds: Self.overdueMilliseconds)
        queues.take(examination.device, for: .examination(examination), id)
        effects.append(
            .begin(
                ActionOrder(
                    id: id, device: device.id, generation: device.generation, action: examination.action,
                    target: examination.target, plug: examination.plug, attempt: attempt,
                    deadline: examination.deadline)))
    }

    /// As with a step, no other try begins when seven tenths of the time are used up.
    private static func lastTry(_ examination: Examination, at now: Instant) -> Instant {
        now.adding(milliseconds: examination.deadline.milliseconds(since: now) / 10 * 7)
    }

    /// False when the outcome stands: whoever waits for the device comes first.
    private mutating func examineAgain(
        _ examination: Examination, _ action: Action, _ outcome: AgentOutcome, at now: Instant
    ) -> Bool {
        guard EscalationRun.mayPass(outcome), outcome.cause != "cancelled", now < action.lastTry, stopAt == nil,
            let device = setup.devices.first(where: { $0.id == examination.device }),
            action.attempt < device.attempts(examination.action), queues.waiting(for: device.id).isEmpty
        else { return false }
        begin(examination, device, attempt: action.attempt + 1, lastTry: action.lastTry)
        return true
    }

    /// A killed process must be gone by then.
    private static let overdueMilliseconds: Int64 = 3000

    mutating func giveUpExaminations(at now: Instant) {
        for id in overdue.filter({ $0.value <= now }).keys.sorted() {
            overdue[id] = nil
            guard case .examination(let number) = actions[id]?.purpose else { continue }
            actions[id]?.purpose = .none(nil, nil)
            let outcome = AgentOutcome(
                code: .timeout, text: "the agent was killed and does not end", cause: "deadline")
            effects.append(.examined(number, outcome))
        }
    }
}
