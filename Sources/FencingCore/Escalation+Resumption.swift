import ClusterModel

/// A level taken up again: what its actions did is told once more, and what they lead to is done.
extension Escalation {
    mutating func resume(_ level: Resumption.Level, failures: [String], at now: Instant) -> [Wish] {
        precondition(state == .fresh, "only an escalation that has not begun goes on in the place of another")
        self.failures = failures
        let place = levels.firstIndex { $0.number == level.number && $0.devices.map(\.id) == level.devices }
        guard let place else { return pass(level, at: now) }
        let steps = levels[place].steps(for: action, minimumEvidence: minimumEvidence, leavesOff: leavesOff)
        var run = EscalationRun(index: place, steps: steps[...])
        let began = Wish.levelBegan(number: level.number, devices: level.devices)
        var wishes = [began] + beginStep(&run, at: now)
        for action in level.actions { wishes = replay(action, wishes, at: now) }
        return wishes
    }

    /// The configuration has no such level any more: it counts as failed, and the ones behind it are tried.
    private mutating func pass(_ level: Resumption.Level, at now: Instant) -> [Wish] {
        if level.actions.contains(where: { $0.outcome == nil || $0.outcome?.code == .unknown }) { hasUnknown = true }
        let text = "its configuration was changed meanwhile, so it is passed over"
        failures.append("\(level.devices.joined(separator: ", ")): \(text)")
        return beginLevel(levels.firstIndex { $0.number > level.number } ?? levels.count, at: now)
    }

    private mutating func replay(_ action: Resumption.Action, _ wishes: [Wish], at now: Instant) -> [Wish] {
        let device = action.order.device
        guard case .level(let run) = state, run.action == action.order.action, wanted(device) != nil else {
            // It was not to be expected of this level as it is now: what came of it is not known.
            if action.outcome?.code != .ok { hasUnknown = true }
            return wishes
        }
        began(device: device, action.order.id, deadline: action.order.deadline)
        let rest = wishes.filter { wish in
            guard case .use(let used, _) = wish else { return true }
            return used.id != device
        }
        guard let outcome = action.outcome else { return rest }
        return rest + ended(device: device, outcome, at: now)
    }
}
