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
    /// Its meta attributes `target-role` or a failed start say that it may not start.
    public var role = ResourceRole.unknown
    public var nextRole = ResourceRole.unknown
    /// Why `nextRole` is so, in 2.1.5's words; empty where nothing special.
    public var nextRoleReason = ""
    /// Where it runs, in the order found (primitives only; `ClusterConditions.runningNodes` answers for all).
    public var runningOn: [NodeIndex] = []
    /// Where its state is known, thus no probe is needed.
    public var knownOn: [NodeIndex] = []
    /// Where it runs because of a partial state: a node that is pending or unclean.
    public var pendingTask: String?
    public var pendingNode: NodeIndex?
    /// Needs unfencing, is a fence device, and so on.
    public var isFenceDevice = false
    /// Places in `ClusterConditions.histories`, in the order of the status.
    public var histories: [Int32] = []

    public init(id: String, kind: Kind, definition: Int, options: ResourceOptions) {
        self.id = id
        self.kind = kind
        self.definition = definition
        self.options = options
    }
}
