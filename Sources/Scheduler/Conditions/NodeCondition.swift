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
    /// The designated controller.
    public var isDC = false
    /// `resource-discovery-enabled` is not false.
    public var isProbed = true
    /// `node_state` of a status that marks an unfinished probe: the probes there are to be repeated.
    public var needsProbes = true
    /// Why it must be fenced; empty where it must not.
    public var fenceReasons: [FenceReason] = []
    /// A reason to fence it exists, but it waits until something else is done (quorum).
    public var fencingWaits = false
    /// In the order of their names: of the configuration, then of the status, as far as those add any.
    public var attributes: [(name: String, value: String)] = []
    /// What its health adds to every score on it.
    public var health = 0
    /// What runs there, in the order found.
    public var running: [ResourceIndex] = []
    /// Place of its `node_state` in the CIB; nil where it has none.
    public var state: Int?
    /// Place of its `<node>` in the configuration; nil where it has none.
    public var definition: Int?

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    public func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
}
