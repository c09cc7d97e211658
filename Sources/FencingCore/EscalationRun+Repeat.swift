import ClusterModel

/// What becomes of a device whose agent was lost together with what came of its action.
extension EscalationRun {
    /// The device is used once more, for this action: an off again, an on again, a reset as off, read back, on. Nil
    /// where that would prove nothing, or was done before: the device has failed then.
    mutating func again(_ device: FencingDevice, leavesOff: Bool, at now: Instant) -> AgentAction? {
        guard failure == nil, !repeated.contains(device.id),
            let index = uses.firstIndex(where: { $0.device.id == device.id })
        else { return nil }
        if action == .reset, device.kind.canPowerOn {
            guard device.kind.evidenceMax == .readBack else { return nil }
            action = .off
            mustReadBack = true
            steps = leavesOff || !device.powersOn ? [] : [EscalationStep(action: .on, devices: [device])]
        }
        repeated.insert(device.id)
        if device.kind.canPowerOn { remarks.append(Self.remark(device, action)) }
        let until = now.adding(milliseconds: device.timeoutMilliseconds)
        uses[index].phase = .wanted(until: until)
        return action
    }

    private static func remark(_ device: FencingDevice, _ action: AgentAction) -> String {
        let text = "the agent of \(device.id) was lost with its result, and \(action.name) was done again"
        return action == .on ? text : text + ": possibly a second power cycle"
    }
}
