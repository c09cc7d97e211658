import ClusterModel

/// What the core knows of one node that can be fenced.
struct FencingTarget: Sendable {
    var operation: FencingOperation?
    /// They wait until the operation is over, in the order they came.
    var queue: [FencingRequest] = []
    /// Those that wait for another turn, after one in which nobody knows what came of an action.
    var inDoubt: Set<RequestID> = []
    /// The last completed request was an explicit off (F9).
    var explicitOff: ExplicitOff?
    /// The request that failed and blocks it; nil when it is not blocked.
    var blockedBy: FencingRecord?
    /// Why it could not be fenced.
    var blocked: String? { blockedBy?.verdict?.text }
    var last: FencingRecord?

    enum ExplicitOff: Sendable, Equatable {
        case power
        /// It was only cut off.
        case access
    }

    var staysOff: Bool { explicitOff != nil }

    var deadline: Instant? {
        [operation?.deadline, queue.map(\.deadline).min()].compactMap { $0 }.min()
    }
}

/// A node that can be fenced, as status shows it.
public struct FencingTargetStatus: Sendable, Equatable {
    public enum State: Sendable, Equatable {
        case idle
        case fencing
        case waitingForPerson
        case blocked
    }

    public var node: NodeName
    public var state: State
    /// Why it is blocked.
    public var text: String
    public var last: FencingRecord?
    public var levels: [EscalationLevel]
}
