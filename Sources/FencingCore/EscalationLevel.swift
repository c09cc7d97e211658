import ClusterModel

/// Devices that must all succeed; a level starts only when the one before it has failed.
public struct EscalationLevel: Sendable, Equatable {
    /// Counted from 1, or the index of `fencing_topology`.
    public var number: Int
    public var devices: [FencingDevice]

    public init(number: Int, devices: [FencingDevice]) {
        self.number = number
        self.devices = devices
    }

    func uses(_ ids: [String]) -> Bool { devices.contains { ids.contains($0.id) } }

    /// What it waits before it acts, if it is the first: its devices act together, so the longest delay counts (F6).
    func delayMilliseconds(_ seed: inout Seed) -> Int64 {
        devices.reduce(0) { max($0, $1.delayMilliseconds(&seed)) }
    }

    /// The most that its success can rest on: the weakest of its devices decides. Nil where only a person decides.
    public var evidenceMax: Evidence? { devices.compactMap(\.kind.evidenceMax).min() }

    /// The actions of the level, one step after the other; those of one step at once.
    ///
    /// A level of several devices, and a reset whose success must be read back, is off, read back, on (F7). Whether
    /// the target comes up again is not what decides, so `on` stands in a step of its own.
    func steps(for action: AgentAction, minimumEvidence: Evidence, leavesOff: Bool) -> [EscalationStep] {
        switch action {
        case .on: return [EscalationStep(action: .on, devices: devices.filter(\.canPowerOn))]
        case .reset where isResetWhole(minimumEvidence, leavesOff):
            return [EscalationStep(action: .reset, devices: devices)]
        case .reset:
            let off = EscalationStep(action: .off, devices: devices)
            let back = leavesOff || staysOff ? [] : devices.filter(\.switchesBackOn)
            return back.isEmpty ? [off] : [off, EscalationStep(action: .on, devices: back)]
        case .off, .status, .list, .probe, .identify: return [EscalationStep(action: action, devices: devices)]
        }
    }

    /// One device that feeds the target alone; a reset of one of several plugs would change nothing.
    ///
    /// An RHCS agent powers on what it finds off, and cannot be told otherwise: it is told off alone where the target
    /// is to be left off (F9). A script cannot be asked for the state at all.
    private func isResetWhole(_ minimumEvidence: Evidence, _ leavesOff: Bool) -> Bool {
        guard devices.count == 1, let device = devices.first, device.plugs.count <= 1 else { return false }
        if leavesOff, device.type.isAgent { return false }
        return device.reset == .whole && (minimumEvidence < .readBack || !device.kind.canPowerOn)
    }

    /// Whether an order that was given for it once could be one of the level as it is now.
    public func allows(_ order: ActionOrder, for action: AgentAction) -> Bool {
        guard let device = devices.first(where: { $0.id == order.device }) else { return false }
        guard order.plug.map(device.plugs.contains) ?? device.plugs.isEmpty else { return false }
        return switch order.action {
        case .reset: devices.count == 1 && device.plugs.count <= 1 && device.reset == .whole
        case .on: action == .on ? device.canPowerOn : !staysOff && device.switchesBackOn
        case .off, .status, .list, .probe, .identify: true
        }
    }

    /// A device of it was told to leave the target off.
    private var staysOff: Bool { devices.contains { $0.reset == .off } }

    /// Why the target does not come up again by a reset.
    var remarks: [String] {
        if let device = devices.first(where: { $0.reset == .off }) {
            return ["it stays off: \(device.id) has pcmk_reboot_action=off"]
        }
        return devices.filter(\.unfences).map { "it is shut out by \($0.id) until it has unfenced itself" }
    }
}

/// What several devices do at the same time.
struct EscalationStep: Sendable, Equatable {
    var action: AgentAction
    var devices: [FencingDevice]
}
