import ClusterModel

/// A level taken up again: what its actions did is told once more, and what they lead to is done.
extension Escalation {
    /// Nothing is wanted of these actions any more; their end is waited for.
    init(ending uses: [EscalationUse], level: Int, at now: Instant) {
        let level = EscalationLevel(number: level, devices: uses.map(\.device))
        self.init(action: .off, leavesOff: false, levels: [level], minimumEvidence: .silent, lastStart: now)
        state = .stopping(uses, until: now.adding(milliseconds: Self.overdueMilliseconds))
    }

    /// It goes on in the place of one that was lost. That the level began was said before.
    mutating func resume(_ level: Resumption.Level, at place: Int, failures: [String], at now: Instant) -> [Wish] {
        precondition(state == .fresh, "only an escalation that has not begun goes on in the place of another")
        self.failures = failures
        let steps = levels[place].steps(for: action, minimumEvidence: minimumEvidence, leavesOff: leavesOff)
        var run = EscalationRun(index: place, steps: steps[...])
        return replay(level.actions, beginStep(&run, at: now), at: now)
    }

    /// The configuration has no such level any more: it counts as failed, and once nothing of it runs, those behind it
    /// are tried.
    ///
    /// - Parameter uses: what may still run.
    mutating func pass(
        _ level: Resumption.Level, at place: Int, _ uses: [EscalationUse], failures: [String], at now: Instant
    ) -> [Wish] {
        self.failures = failures
        if level.actions.contains(where: { $0.outcome == nil || $0.outcome?.code == .unknown }) { hasUnknown = true }
        var run = EscalationRun(index: place, steps: [])
        run.uses = uses
        run.failure = EscalationRun.Failure(
            device: level.devices.joined(separator: ", "),
            text: "its configuration was changed meanwhile, so it is passed over")
        return uses.compactMap(\.action).map(Wish.abort) + proceed(&run, at: now)
    }

    /// All that was begun together begins before the first of it ends, as it was.
    private mutating func replay(_ actions: [Resumption.Action], _ wishes: [Wish], at now: Instant) -> [Wish] {
        var (ahead, begun, wishes) = (actions, [Resumption.Action](), wishes)
        while true {
            replayBegins(&ahead, &begun, &wishes, at: now)
            guard let action = begun.filter({ $0.outcome != nil }).min(by: Resumption.Action.endedBefore),
                let outcome = action.outcome
            else { break }
            begun.removeAll { $0.order.id == action.order.id }
            wishes.removeAll { $0 == .abort(action.order.id) }
            // It was enough for those who waited then, or nothing would have begun after it.
            let asked = leastEvidence
            if ahead.contains(where: { action.isDoneBefore($0) }) { leastEvidence = .silent }
            if ahead.contains(where: { action.isTriedAgain(by: $0) }) { allowTry(action.order.device) }
            defer { leastEvidence = asked }
            add(ended(device: action.order.device, outcome, at: now), to: &wishes)
        }
        // What was not to be expected of the level as it is now: nobody knows what came of it.
        if ahead.contains(where: { $0.outcome?.code != .ok }) { hasUnknown = true }
        return wishes
    }

    private mutating func allowTry(_ device: String) {
        guard case .level(var run) = state, let index = run.uses.firstIndex(where: { $0.device.id == device }) else {
            return
        }
        run.uses[index].allowTry()
        state = .level(run)
    }

    private mutating func replayBegins(
        _ ahead: inout [Resumption.Action], _ begun: inout [Resumption.Action], _ wishes: inout [Wish], at now: Instant
    ) {
        for action in ahead {
            let device = action.order.device
            guard let work = work(of: device), work.action == action.order.action, work.plug == action.order.plug else {
                continue
            }
            // Its end may be known, and has not been heard yet.
            began(
                device: device, action.order.id, deadline: max(action.order.deadline, now), at: min(action.began, now))
            wishes.removeAll { $0.isUse(of: device) }
            ahead.removeAll { $0.order.id == action.order.id }
            begun.append(action)
        }
    }

    /// A device that is left again was never used.
    private func add(_ more: [Wish], to wishes: inout [Wish]) {
        for wish in more {
            guard case .leave(let device) = wish else {
                wishes.append(wish)
                continue
            }
            wishes.removeAll { $0.isUse(of: device) }
        }
    }
}

extension Escalation.Wish {
    fileprivate func isUse(of device: String) -> Bool {
        switch self {
        case .use(let used, _): used.id == device
        case .repeated(let used, _), .retried(let used, _, _): used == device
        default: false
        }
    }
}
