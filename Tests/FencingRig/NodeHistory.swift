import ClusterModel
import FencingCore

/// What a checker remembers of one node.
struct NodeHistory {
    /// A level being tried, or the last one.
    struct Attempt {
        var number: Int
        var devices: [String]
        var action: AgentAction
        /// All who wait for it, those who joined later too.
        var requests: [RequestID]
        /// Those who came before anything was begun, so that it is carried out as they want it.
        var first: [RequestID]
        var isFirstLevel: Bool
        /// The place of the first action that can belong to it.
        var mark: UInt64
        /// The most that anybody asked for who waited for it: a device may have failed by that, whoever went since.
        var asked: Evidence
        var hasBegun = false
        var hasFailed = false
        var hasSucceeded = false
        /// A device of it succeeded after it was given up: that counts for nothing (F8).
        var hasLateSuccess = false
        /// What its devices did.
        var acts: [Act] = []
        /// Whether the last completed request was an explicit off when its escalation began (F9).
        var leavesOff: Bool
    }

    struct Act {
        var id: ActionID
        var device: String
        var plug: String?
        var action: AgentAction
        var place: UInt64
        var isLost = false
        /// Nil while it runs.
        var code: OperationCode?
        /// Its agent died at work.
        var isBrokenOff = false

        /// Nobody knows what came of it.
        var isOpen: Bool { isLost || code == .unknown || action == .reset && isBrokenOff }
    }

    struct Delay {
        var until: Instant
        var requests: [RequestID]
    }

    /// Every level that some configuration had for the node.
    var levels: [EscalationLevel] = []
    /// The actions that ended since the node was last without requests, oldest first.
    var finished: [FencingChecker.Finished] = []
    var attempt: Attempt?
    /// Those before, the latest last: a crash may bring one of them back.
    var past: [Attempt] = []
    var delay: Delay?
    /// An explicit off switched it off, or only cut it off, and nothing has ended that since (F9).
    var (isLeftOff, isLeftCutOff) = (false, false)
    var staysOff: Bool { isLeftOff || isLeftCutOff }

    /// It is over, or its daemon is.
    mutating func endAttempt() {
        guard let over = attempt else { return }
        attempt = nil
        past.append(over)
        if past.count > 16 { past.removeFirst(8) }
    }

    /// After a success (F9).
    mutating func leave(_ request: FencingRequest, _ verdict: FencingVerdict, isAccess: Bool) {
        switch request.action {
        case .off where verdict.confirmation != nil: (isLeftOff, isLeftCutOff) = (false, false)
        case .off where isAccess: isLeftCutOff = true
        case .off: isLeftOff = true
        case .reset where verdict.evidence == .readBack: break
        case .on where isAccess: isLeftCutOff = false
        default: (isLeftOff, isLeftCutOff) = (false, false)
        }
    }

    mutating func learn(_ new: [EscalationLevel]) {
        for level in new where !levels.contains(where: { Self.isSame($0, level) }) { levels.append(level) }
    }

    private static func isSame(_ known: EscalationLevel, _ level: EscalationLevel) -> Bool {
        known.number == level.number && known.devices.map(\.id) == level.devices.map(\.id)
    }

    func knows(_ number: Int, _ devices: [String]) -> Bool {
        levels.contains { level in
            (level.number == number || hasMoved && level.number < number) && level.devices.count == devices.count
                && level.devices.map(\.id) == devices
        }
    }

    /// A level that the configuration has no more was passed over after a crash: those behind it have moved up since,
    /// and their numbers go on.
    var hasMoved = false

    /// The outcome of a device's action that is not older than the mark; the latest one.
    func outcome(_ device: String, _ plug: String?, since mark: UInt64, _ actions: AgentAction...) -> AgentOutcome? {
        finished.last {
            $0.order.device == device && $0.order.plug == plug && $0.place >= mark
                && actions.contains($0.order.action)
        }?.outcome
    }
}
