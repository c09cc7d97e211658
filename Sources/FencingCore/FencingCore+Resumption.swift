import ClusterModel

/// Going on where a daemon that was lost has stopped.
extension FencingCore {
    mutating func resume(_ resumption: Resumption, at now: Instant) {
        let node = resumption.node
        precondition(targets[node]?.operation == nil, "what was left open comes before anything new")
        for action in resumption.unended.map(\.id) { nextAction = max(nextAction, action.number + 1) }
        for request in resumption.waiting + resumption.queued + resumption.abandoned.map(\.request) { add(request) }
        for action in resumption.leftOver where action.outcome == nil {
            occupy(action, .none(node, Self.step(action)))
            effects.append(.abort(action.order.id))
        }
        let begun = resumption.earlier + (resumption.level?.actions ?? []) + resumption.leftOver
        for (request, text) in resumption.abandoned { abandon(request, text, begun, at: now) }
        if let level = resumption.level, !resumption.waiting.isEmpty { goOn(resumption, level, at: now) }
        for request in resumption.queued { enter(request.request, at: now) }
    }

    private mutating func add(_ known: Resumption.Request) {
        guard !book.isOpen(known.request.id) else { return }
        let record = FencingRecord(
            request: known.request, executor: setup.localNode, arrivedUnixMilliseconds: known.unixMilliseconds)
        book.add(RequestBook.Entry(record: record, arrived: known.arrived))
    }

    /// An action that may still run keeps its device, whatever becomes of its request.
    private mutating func occupy(_ action: Resumption.Action, _ purpose: Action.Purpose) {
        guard let node = action.order.target, !queues.isBusy(action.order.device) else { return }
        actions[action.order.id] = Action(device: action.order.device, purpose: purpose)
        queues.take(action.order.device, for: .target(node), action.order.id)
    }

    private static func step(_ action: Resumption.Action) -> FencingRecord.Step {
        FencingRecord.Step(
            level: action.level, device: action.order.device, type: action.type.description,
            action: action.order.action, startMilliseconds: 0)
    }

    /// A power action that began is never answered as a plain failure: nobody knows what came of it.
    private mutating func abandon(
        _ known: Resumption.Request, _ text: String, _ begun: [Resumption.Action], at now: Instant
    ) {
        let hasBegun = begun.contains { $0.order.id >= known.mark ?? $0.order.id }
        let outcome = hasBegun ? "abandoned, outcome unknown" : "abandoned before anything was done"
        let verdict = FencingVerdict(
            hasBegun ? .unknown : .failed, cause: .abandoned,
            text: "\(outcome): stonithd was lost, and when it was back \(text)")
        close(known.request, verdict, StepLog(), at: now)
    }

    private mutating func goOn(_ resumption: Resumption, _ level: Resumption.Level, at now: Instant) {
        guard let first = resumption.waiting.first?.request else { return }
        let node = resumption.node
        let levels = usableLevels(first)
        guard !levels.isEmpty else { return dropOut(resumption, level, at: now) }
        let orders = (resumption.earlier + level.actions).map(\.order)
        let escalation = Escalation(
            action: first.action, leavesOff: orders.first?.leavesOff ?? (targets[node]?.staysOff ?? false),
            levels: levels, minimumEvidence: Self.minimum(resumption), lastStart: now)
        let waiters = resumption.waiting.map { waiter($0, at: now) }
        var operation = FencingOperation(escalation: escalation, waiters: waiters)
        operation.adjust()
        for action in resumption.earlier + level.actions { operation.log.take(action, Self.step(action)) }
        targets[node, default: FencingTarget()].operation = operation
        if first.action != .on { fenceGuard.count(node, setup.limits, at: now) }
        for action in level.actions + resumption.earlier where action.outcome == nil {
            occupy(action, .fencing(node))
        }
        effects.append(note(node, operation.requests, .resumed(level: level.number)))
        escalate(node, at: now) { $0.resume(level, failures: resumption.failures, at: now) }
        letGoOfOthers(level.actions + resumption.earlier, node)
    }

    /// Nobody controls the node any more: what runs is waited for, and answers nobody.
    private mutating func dropOut(_ resumption: Resumption, _ level: Resumption.Level, at now: Instant) {
        for action in level.actions where action.outcome == nil {
            occupy(action, .none(resumption.node, Self.step(action)))
        }
        for request in resumption.waiting {
            abandon(request, "no device here controls \(resumption.node)", level.actions, at: now)
        }
    }

    /// As it was carried out before: an off in the place of a reset was for somebody who wanted it read back.
    private static func minimum(_ resumption: Resumption) -> Evidence {
        let asked = resumption.waiting.filter(\.isFromStart).map(\.request.minimumEvidence).max() ?? .silent
        let actions = (resumption.earlier + (resumption.level?.actions ?? []))
        let isReset = resumption.waiting.first?.request.action == .reset
        guard isReset, let first = actions.first?.order.action else { return asked }
        return first == .off ? .readBack : min(asked, .accepted)
    }

    private func waiter(_ known: Resumption.Request, at now: Instant) -> FencingOperation.Waiter {
        var waiter = waiter(known.request, nil, at: now)
        waiter.mark = known.mark ?? ActionID(nextAction)
        waiter.isFromStart = known.isFromStart
        return waiter
    }

    /// Actions of devices that the level does not use any more, since the configuration was changed.
    private mutating func letGoOfOthers(_ all: [Resumption.Action], _ node: NodeName) {
        let used = targets[node]?.operation?.escalation.running.map(\.action) ?? []
        for action in all where action.outcome == nil && !used.contains(action.order.id) {
            actions[action.order.id]?.purpose = .none(node, Self.step(action))
            effects.append(.abort(action.order.id))
        }
    }
}
