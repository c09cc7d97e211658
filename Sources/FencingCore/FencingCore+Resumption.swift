import ClusterModel

/// Going on where a daemon that was lost has stopped.
extension FencingCore {
    /// Whatever may still run keeps its device before anything goes on: a device may be shared by nodes.
    mutating func resume(_ resumptions: [Resumption], at now: Instant) {
        for resumption in resumptions {
            precondition(targets[resumption.node]?.operation == nil, "what was left open comes before anything new")
            let all = resumption.waiting + resumption.queued + resumption.abandoned.map(\.request)
            for request in all { add(request) }
            for action in resumption.unendedActions { occupy(action, resumption.node) }
        }
        for resumption in resumptions { resume(refuseOwn(resumption, at: now), at: now) }
    }

    private mutating func resume(_ resumption: Resumption, at now: Instant) {
        let node = resumption.node
        for (request, text) in resumption.abandoned { abandon(request, text, at: now) }
        if let level = resumption.level, !resumption.waiting.isEmpty { goOn(resumption, level, at: now) }
        letGo(resumption.leftOver, node, at: now)
        for known in resumption.queued { enterAgain(known, at: now) }
        schedule(node)
    }

    /// F5: whose refusal the journal lost, seems to have joined what was begun for somebody who may do it.
    private mutating func refuseOwn(_ resumption: Resumption, at now: Instant) -> Resumption {
        guard resumption.node == setup.localNode else { return resumption }
        var rest = resumption
        for known in resumption.waiting where !mayAct(on: known.request) {
            if let refusal = refusal(known.request, at: now) { close(known.request, refusal, StepLog(), at: now) }
        }
        rest.waiting.removeAll { !mayAct(on: $0.request) }
        guard rest.waiting.isEmpty, let level = rest.level else { return rest }
        rest.leftOver += rest.earlier + level.actions
        rest.level = nil
        return rest
    }

    /// It may have been refused, and the journal lost that.
    private mutating func enterAgain(_ known: Resumption.Request, at now: Instant) {
        let request = known.request
        guard mayGoOn(request, at: now) else { return }
        if wasOvertaken(known) { return close(request, Self.overtaken(request.target), StepLog(), at: now) }
        enter(request, at: now)
    }

    private mutating func add(_ known: Resumption.Request) {
        guard !book.isOpen(known.request.id) else { return }
        let record = FencingRecord(
            request: known.request, executor: setup.localNode, arrivedUnixMilliseconds: known.unixMilliseconds)
        book.add(RequestBook.Entry(record: record, arrived: known.arrived))
    }

    /// An action that may still run keeps its device, whatever becomes of its request.
    private mutating func occupy(_ action: Resumption.Action, _ node: NodeName) {
        nextAction = max(nextAction, action.order.id.number + 1)
        for use in queues.uses(of: action.order.device) {
            guard case .examination = use.holder else { continue }
            effects.append(.abort(use.action))
            queues.release(action.order.device, use.action)
        }
        actions[action.order.id] = Action(device: action.order.device, purpose: .fencing(node))
        queues.take(action.order.device, for: .target(node), action.order.id)
    }

    private static func step(_ action: Resumption.Action) -> FencingRecord.Step {
        var step = FencingRecord.Step(
            level: action.level, device: action.order.device, type: action.type.description,
            action: action.order.action, startMilliseconds: 0)
        (step.plug, step.attempt) = (action.order.plug, action.order.attempt)
        return step
    }

    /// A power action that began is never answered as a plain failure: nobody knows what came of it.
    private mutating func abandon(_ known: Resumption.Request, _ text: String, at now: Instant) {
        let hasBegun = known.hasBegun
        let outcome = hasBegun ? "abandoned, outcome unknown" : "abandoned before anything was done"
        let verdict = FencingVerdict(
            hasBegun ? .unknown : .failed, cause: .abandoned,
            text: "\(outcome): stonithd was lost, and when it was back \(text)")
        close(known.request, verdict, StepLog(), at: now)
    }

    private mutating func goOn(_ resumption: Resumption, _ level: Resumption.Level, at now: Instant) {
        guard let first = resumption.waiting.first?.request else { return }
        let node = resumption.node
        let (levels, place, isChanged) = levels(with: resumption, level, for: first)
        let minimum = Self.minimum(resumption, isChanged: isChanged, levels[place])
        var operation = operation(resumption, levels, minimum, at: now)
        for action in resumption.earlier + level.actions { operation.log.take(action, Self.step(action)) }
        count(&operation, node, at: now)
        targets[node, default: FencingTarget()].operation = operation
        effects.append(note(node, operation.requests, .resumed(level: level.number)))
        let failures = resumption.failures
        let uses = isChanged ? level.actions.filter { $0.outcome == nil }.map { use($0, at: now) } : []
        escalate(node, at: now) {
            isChanged
                ? $0.pass(level, at: place, uses, failures: failures, at: now)
                : $0.resume(level, at: place, failures: failures, at: now)
        }
        let used = targets[node]?.operation?.escalation.running.map(\.action) ?? []
        letGo((level.actions + resumption.earlier).filter { !used.contains($0.order.id) }, node, at: now)
    }

    /// The levels of now and the place of the one that was being tried: as it was, where the configuration has no such
    /// level any more.
    private func levels(
        with resumption: Resumption, _ level: Resumption.Level, for request: FencingRequest
    ) -> (levels: [EscalationLevel], place: Int, isChanged: Bool) {
        let now = usableLevels(request)
        let place = now.firstIndex { known in
            known.number == level.number && known.devices.map(\.id) == level.devices
                && level.actions.allSatisfy { action in
                    known.devices.contains { $0.id == action.order.device && $0.type == action.type }
                        && known.allows(action.order, for: request.action)
                }
        }
        if let place { return (now, place, false) }
        let unasked = unasked(level, for: request)
        let lost = unasked ?? EscalationLevel(number: level.number, devices: level.actions.map(device))
        let before = now.filter { $0.number < level.number }
        let tried = (resumption.earlier + level.actions).map(\.order.device) + lost.devices.map(\.id)
        let behind = Self.levels(now, behind: lost, tried)
        return (before + [lost] + behind, before.count, unasked == nil)
    }

    /// The level as it was, where those of its devices that are not known to control the node have not said so yet:
    /// they are slow to answer, and did say so before.
    private func unasked(_ level: Resumption.Level, for request: FencingRequest) -> EscalationLevel? {
        let node = request.target
        let devices = level.devices.compactMap { id in
            setup.devices.first { $0.id == id && !$0.isBanned && ($0.targets.isEmpty || $0.targets.contains(node)) }
        }.map { $0.aimed(at: node) }
        let isWhole = !devices.isEmpty && devices.count == level.devices.count
        let known = EscalationLevel(number: level.number, devices: devices)
        let isSame = level.actions.allSatisfy { action in
            devices.contains { $0.id == action.order.device && $0.type == action.type }
                && known.allows(action.order, for: request.action)
        }
        return isWhole && isSame ? known : nil
    }

    /// With a device that is missing now they may have moved up; their numbers go on.
    private static func levels(
        _ now: [EscalationLevel], behind lost: EscalationLevel, _ tried: [String]
    ) -> [EscalationLevel] {
        var last = lost.number
        return now.compactMap { level in
            guard level.number > lost.number || (level.number == lost.number && !level.uses(tried)) else { return nil }
            var level = level
            last = max(level.number, last + 1)
            level.number = last
            return level
        }
    }

    private func operation(
        _ resumption: Resumption, _ levels: [EscalationLevel], _ minimum: Evidence, at now: Instant
    ) -> FencingOperation {
        let orders = (resumption.earlier + (resumption.level?.actions ?? [])).map(\.order)
        let staysOff = orders.first?.leavesOff ?? (targets[resumption.node]?.staysOff ?? false)
        let waiters = resumption.waiting.map { waiter($0, at: now) }
        let action = resumption.waiting.first?.request.action ?? .reset
        var escalation = Escalation(
            action: action, leavesOff: staysOff && action == .reset, levels: levels,
            minimumEvidence: minimum,
            lastStart: waiters.map(\.lastStart).max() ?? now)
        escalation.leastEvidence = waiters.map(\.request.minimumEvidence).min() ?? .silent
        return FencingOperation(escalation: escalation, waiters: waiters)
    }

    /// As the level was carried out before, where it goes on.
    private static func minimum(_ resumption: Resumption, isChanged: Bool, _ level: EscalationLevel) -> Evidence {
        let asked = resumption.minimumEvidence
        guard !isChanged, resumption.waiting.first?.request.action == .reset, level.devices.count == 1,
            level.devices.first?.kind.canPowerOn == true, let first = resumption.level?.actions.first,
            level.steps(for: .reset, minimumEvidence: .silent, leavesOff: false).first?.action == .reset
        else { return asked }
        return first.order.action == .off ? .readBack : min(asked, .accepted)
    }

    private func waiter(_ known: Resumption.Request, at now: Instant) -> FencingOperation.Waiter {
        var waiter = waiter(known.request, nil, at: now)
        waiter.mark = known.mark ?? ActionID(nextAction)
        waiter.isFromStart = known.isFromStart
        return waiter
    }

    /// The device as it is configured, or what the journal tells of one that is not any more.
    private func device(_ action: Resumption.Action) -> FencingDevice {
        let known = setup.devices.first { $0.id == action.order.device && $0.type == action.type }
        let configuration = DeviceConfiguration(id: action.order.device, type: action.type)
        return known
            ?? FencingDevice(
                configuration, kind: .power(evidenceMax: .accepted), learntTargets: [], localNode: setup.localNode)
    }

    private func use(_ action: Resumption.Action, at now: Instant) -> EscalationUse {
        let overdue = now.adding(milliseconds: Escalation.overdueMilliseconds)
        return EscalationUse(device: device(action), phase: .running(action.order.id, overdue: overdue))
    }

    // MARK: What nobody waits for

    /// Their end is waited for before anything new begins for the node, as with any that is stopped; beside an
    /// escalation that goes on there can only be such as could not be ended before.
    private mutating func letGo(_ all: [Resumption.Action], _ node: NodeName, at now: Instant) {
        let left = all.filter { $0.outcome == nil }
        guard !left.isEmpty else { return }
        for action in left { effects.append(.abort(action.order.id)) }
        guard targets[node]?.operation == nil else {
            for action in left { actions[action.order.id]?.purpose = .none(node, Self.step(action)) }
            return
        }
        let escalation = Escalation(ending: left.map { use($0, at: now) }, level: left[0].level, at: now)
        var operation = FencingOperation(escalation: escalation, waiters: [])
        for action in left { operation.log.take(action, Self.step(action)) }
        targets[node, default: FencingTarget()].operation = operation
        schedule(node)
    }
}
