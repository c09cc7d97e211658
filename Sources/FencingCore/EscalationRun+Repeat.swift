import ClusterModel

/// What becomes of a device when nobody knows what came of its action.
extension EscalationRun {
    /// A plain failure is tried again while the device has tries and time left; nil when it has not.
    mutating func retry(_ device: FencingDevice, _ outcome: AgentOutcome, at now: Instant) -> Int? {
        guard Self.mayPass(outcome), !isOpen(device, outcome), failure == nil,
            let index = uses.firstIndex(where: { $0.device.id == device.id }), uses[index].hasTry(action, at: now)
        else { return nil }
        uses[index].tryAgain()
        return uses[index].attempt
    }

    /// What another try may better: no login or configuration gets right by it.
    static func mayPass(_ outcome: AgentOutcome) -> Bool {
        switch outcome.code {
        case .resetFail, .timeout, .oops: true
        case .ok, .badConfig, .access, .invalid, .badHost, .isOff, .unknown: false
        }
    }

    /// Nobody knows what came of it. A reset whose agent died may have left, and is never simply done again: it could
    /// hit the node while it comes up.
    func isOpen(_ device: FencingDevice, _ outcome: AgentOutcome) -> Bool {
        outcome.code == .unknown || action == .reset && device.kind.canPowerOn && outcome.isBrokenOff
    }

    func hasTry(_ device: FencingDevice, at now: Instant) -> Bool {
        uses.contains { $0.device.id == device.id && $0.hasTry(action, at: now) }
    }

    /// The device is used once more, for this action: an off again, an on again, a reset as off, read back, on. Nil
    /// where that would prove nothing, or was done before: the device has failed then.
    mutating func again(
        _ device: FencingDevice, isLost: Bool, leavesOff: Bool, at now: Instant
    ) -> AgentAction? {
        guard failure == nil, !repeated.contains(device.id),
            let index = uses.firstIndex(where: { $0.device.id == device.id })
        else { return nil }
        if action == .reset, device.kind.canPowerOn {
            guard device.kind.evidenceMax == .readBack else { return nil }
            action = .off
            mustReadBack = true
            steps = leavesOff || !device.switchesBackOn ? [] : [EscalationStep(action: .on, devices: [device])]
        }
        repeated.insert(device.id)
        if device.kind.canPowerOn { remarks.append(Self.remark(device, action, isLost)) }
        uses[index].want(until: now.adding(milliseconds: device.timeoutMilliseconds(action)))
        return action
    }

    private static func remark(_ device: FencingDevice, _ action: AgentAction, _ isLost: Bool) -> String {
        let what =
            isLost
            ? "the agent of \(device.id) was lost with its result"
            : "nobody knows what came of an action of \(device.id)"
        let text = "\(what), and \(action.name) was done again"
        return action == .on ? text : text + ": possibly a second power cycle"
    }
}

extension AgentOutcome {
    /// The agent died at work: its command may have left.
    fileprivate var isBrokenOff: Bool { code != .ok && (cause == "crashed" || cause == "exited") }
}
