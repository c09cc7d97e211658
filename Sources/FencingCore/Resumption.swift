import ClusterModel

/// What a daemon that was lost left open for one node, as its journal tells it.
public struct Resumption: Sendable, Equatable {
    public struct Request: Sendable, Equatable {
        public var request: FencingRequest
        public var arrived: Instant
        public var unixMilliseconds: Int64
        /// The first action that is newer than it; nil when all of them are older.
        public var mark: ActionID?
        /// It came before anything was begun.
        public var isFromStart: Bool
        /// A power action that may have been for it began.
        public var hasBegun = false
    }

    /// An action that began, or was about to.
    public struct Action: Sendable, Equatable {
        public var order: ActionOrder
        public var type: DeviceType
        public var level: Int
        public var began: Instant
        /// Nil when the journal does not tell its end: it may still run.
        public var outcome: AgentOutcome?
        public var ended: Instant?

        /// Nothing else of the level, or of the device, begins before it was enough.
        func isDoneBefore(_ other: Action) -> Bool {
            other.order.action != order.action
                || other.order.device == order.device && other.order.plug != order.plug
        }

        /// As the same, or a reset as off.
        func isTriedAgain(by other: Action) -> Bool {
            other.order.device == order.device && other.order.plug == order.plug
                && (other.order.action == order.action || order.action == .reset)
        }

        static func endedBefore(_ left: Action, _ right: Action) -> Bool {
            (left.ended ?? left.began, left.order.id) < (right.ended ?? right.began, right.order.id)
        }
    }

    /// The level that was being tried.
    public struct Level: Sendable, Equatable {
        public var number: Int
        public var devices: [String]
        /// In the order they began.
        public var actions: [Action] = []
    }

    public var node: NodeName
    /// They wait for what comes of the level.
    public var waiting: [Request] = []
    /// They wait until that is over.
    public var queued: [Request] = []
    /// Nothing is executed for them any more; each with the reason.
    public var abandoned: [(request: Request, text: String)] = []
    public var level: Level?
    /// The most that was asked for before anything began: it decided how the levels are carried out.
    public var minimumEvidence = Evidence.silent
    /// The actions of the levels before it, which failed, and why.
    public var earlier: [Action] = []
    public var failures: [String] = []
    /// Actions that may still run and that nobody waits for.
    public var leftOver: [Action] = []

    public init(node: NodeName) { self.node = node }

    /// Every action that may still run.
    public var unendedActions: [Action] {
        (leftOver + earlier + (level?.actions ?? [])).filter { $0.outcome == nil }
    }

    public var unended: [ActionOrder] { unendedActions.map(\.order) }

    public static func == (left: Resumption, right: Resumption) -> Bool {
        left.node == right.node && left.waiting == right.waiting && left.queued == right.queued
            && left.abandoned.map(\.request) == right.abandoned.map(\.request) && left.level == right.level
            && left.earlier == right.earlier && left.failures == right.failures && left.leftOver == right.leftOver
    }
}
