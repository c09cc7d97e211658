import ClusterModel

/// One level being tried.
struct EscalationRun: Sendable, Equatable {
    struct Failure: Sendable, Equatable {
        var device: String
        var text: String
    }

    /// Of the level, among the escalation's levels.
    var index: Int
    /// What is still to come.
    var steps: ArraySlice<EscalationStep>
    /// Of the step that runs.
    var action: AgentAction = .off
    var uses: [EscalationUse] = []
    var firstAction: ActionID?
    /// An action of the level is over.
    var hasEnded = false
    /// The weakest of its devices' evidence.
    var evidence: Evidence?
    var texts: [String] = []
    var remarks: [String] = []
    /// Devices whose lost action was carried out again.
    var repeated: Set<String> = []
    /// An off that follows a lost reset proves something only when it is read back.
    var mustReadBack = false
    /// Set when one device failed and the others are being stopped.
    var failure: Failure?

    var isSettled: Bool { uses.allSatisfy { $0.phase == .over } }

    /// The next step of the level; nil when all are done.
    mutating func beginStep(at now: Instant) -> EscalationStep? {
        guard let step = steps.popFirst() else { return nil }
        action = step.action
        uses = step.devices.map { device in
            let until = now.adding(milliseconds: device.timeoutMilliseconds(step.action))
            return EscalationUse(
                device: device, phase: device.kind == .person ? .asked(until: until) : .wanted(until: until))
        }
        return step
    }

    /// The first failure of a level stops its other devices; answers those still in use.
    ///
    /// - Parameter overdue: by then what is told to end must be gone.
    mutating func fail(_ device: FencingDevice, _ text: String, overdue: Instant) -> [EscalationUse] {
        guard failure == nil else { return [] }
        failure = Failure(device: device.id, text: text)
        let stopped = uses.filter { $0.phase != .over }
        for index in uses.indices {
            if case .running(let id, let until) = uses[index].phase {
                uses[index].phase = .running(id, overdue: min(until, overdue))
            } else {
                uses[index].phase = .over
            }
        }
        return stopped
    }

    /// Goes to the next plug of a device that is done with one; false when it was the last.
    mutating func nextPlug(_ device: FencingDevice, at now: Instant) -> Bool {
        guard let index = uses.firstIndex(where: { $0.device.id == device.id }), uses[index].plugs.count > 1 else {
            return false
        }
        uses[index].plugs.removeFirst()
        uses[index].want(until: now.adding(milliseconds: device.timeoutMilliseconds(action)))
        return true
    }

    func hasMorePlugs(_ device: FencingDevice) -> Bool {
        uses.contains { $0.device.id == device.id && $0.plugs.count > 1 }
    }

    mutating func count(_ outcome: AgentOutcome) {
        evidence = min(evidence ?? outcome.evidence, outcome.evidence)
        if !outcome.text.isEmpty { texts.append(outcome.text) }
    }
}
