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
    /// A level of several devices, a reset whose success must be read back (F7), and one of a device that knows no
    /// reset, is off, read back, on. Whether the target comes up again is not what decides, so `on` stands in a step of
    /// its own.
    func steps(for action: AgentAction, minimumEvidence: Evidence, leavesOff: Bool) -> [EscalationStep] {
        let all = devices
        let powerful = devices.filter(\.powersOn)
        guard action == .reset else {
            return [EscalationStep(action: action, devices: action == .on ? devices.filter(\.kind.canPowerOn) : all)]
        }
        let isWhole =
            devices.count == 1 && devices.allSatisfy(\.resets) && (minimumEvidence < .readBack || powerful.isEmpty)
        if isWhole { return [EscalationStep(action: .reset, devices: all)] }
        let off = EscalationStep(action: .off, devices: all)
        return leavesOff || powerful.isEmpty ? [off] : [off, EscalationStep(action: .on, devices: powerful)]
    }
}

/// What several devices do at the same time.
struct EscalationStep: Sendable, Equatable {
    var action: AgentAction
    var devices: [FencingDevice]
}
