/// What the configuration and the status say of a node.
public struct NodeCondition: Sendable {
    public var id: String
    public var name: String
    /// It is a member, its controller runs, and it may run resources as far as that goes.
    public var isOnline = false
    /// Its controller has joined the cluster layer, but not yet the cluster.
    public var isPending = false
    /// Its state is not known, or it failed: only fencing makes it safe.
    public var isUnclean = false
    /// Nothing was ever heard of it.
    public var isUnseen = true
    public var isStandby = false
    /// Standby because a resource with `on-fail=standby` failed there.
    public var isStandbyByFailure = false
    public var inMaintenance = false
    public var isShuttingDown = false
    public var isExpectedUp = false
    /// Of type `ping`: it never runs anything.
    public var isPing = false
    /// The designated controller.
    public var isDC = false
    /// Why it must be fenced; empty where it must not.
    public var fenceReasons: [FenceReason] = []
    /// Those of the configuration, with those of the status over them, and `#uname` and its like.
    public var attributes = NameTable()
    /// What its health adds to every score on it.
    public var health: Int32 = 0
    /// What every resource begins with there: zero, or the `score` of the `<node>`; minus infinity once it is known
    /// that it is down or going down.
    public var baseScore: Int32 = 0
    public var finalBaseScore: Int32 = 0
    /// What runs there, in the order found.
    public var running: [ResourceIndex] = []
    /// Place of its `node_state` in the CIB; nil where it has none.
    public var state: Int?
    /// The status has more than one history of it: the first counts, and 2.1.5 looks for no changed definitions then.
    public var hasTwoHistories = false
    /// Place of its `<node>` in the configuration; nil where it has none.
    public var definition: Int?

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// It may run resources, as far as scores allow.
    public var isUsable: Bool { isOnline && !isUnclean && !isShuttingDown && !isStandby && !inMaintenance }
}
