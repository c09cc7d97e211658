import ClusterModel

/// What the configuration and the status say of a resource: a primitive, a group, a clone, or an instance of one.
public struct ResourceCondition: Sendable {
    public enum Kind: UInt8, Sendable {
        case primitive
        case group
        /// Of anything; promotable ones are refused for now.
        case clone
    }

    /// As in the CIB, with `:0` and so on where it is an instance of a clone.
    public var id: String
    public var kind: Kind
    /// Place in `ClusterConditions.definitions`; instances share one.
    public var definition: Int
    public var parent: ResourceIndex?
    /// Members of a group, in order; instances of a clone.
    public var children: [ResourceIndex] = []
    /// In a clone at any depth: which instance, from 0.
    public var instance: Int?
    public var isOrphan = false
    public var options: ResourceOptions
    public var isManaged = true
    /// Nothing may be done with it: an operation failed and `on-fail` or a missing fence device says so.
    public var isBlocked = false
    public var isFailed = false
    /// A failure was found, and `on-fail` says to ignore it.
    public var ignoresFailure = false
    /// It must be restarted or stopped because of a failure.
    public var mustStop = false
    /// In maintenance by itself, its node or the cluster.
    public var inMaintenance = false
    public var role = ResourceRole.stopped
    /// `unknown` where nothing speaks against starting it.
    public var nextRole = ResourceRole.unknown
    /// Why `nextRole` is so, in 2.1.5's words; empty where nothing special.
    public var nextRoleReason = ""
    /// Where it runs, in the order found; of groups and clones: where anything in them runs.
    public var runningOn: [NodeIndex] = []
    /// Where its state is known, thus no probe is needed.
    public var knownOn: [NodeIndex] = []
    /// The operation that is under way, and where.
    public var pendingTask: String?
    public var pendingNode: NodeIndex?
    /// A start is under way.
    public var isStartPending = false
    /// Of class `stonith`.
    public var isFenceDevice = false
    /// What the status calls it: `web` of the instance `web:0`.
    public var historyName: String?
    /// Places in `ClusterConditions.histories`, in the order of the status.
    public var histories: [Int32] = []

    public init(id: String, kind: Kind, definition: Int, options: ResourceOptions) {
        self.id = id
        self.kind = kind
        self.definition = definition
        self.options = options
    }

    public var needsFencing: Bool { options.requirement >= .fencing }
    public var needsQuorum: Bool { options.requirement == .quorum }
    /// Not in a clone: what happens to it happens to it alone.
    public var isUnique: Bool { instance == nil && kind != .clone }
}
