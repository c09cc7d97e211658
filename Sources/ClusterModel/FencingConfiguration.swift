/// What `stonithd` takes from a cluster's configuration.
public struct FencingConfiguration: Sendable, Equatable {
    /// One entry of `fencing_topology`: devices that must all succeed.
    public struct TopologyLevel: Sendable, Equatable {
        /// Nil: for every node.
        public var target: NodeName?
        /// 1 is tried first.
        public var index: Int
        public var devices: [String]

        public init(target: NodeName?, index: Int, devices: [String]) {
            self.target = target
            self.index = index
            self.devices = devices
        }
    }

    /// In the order of their groups' members, then of the file.
    public var devices: [DeviceConfiguration]
    public var topology: [TopologyLevel]
    /// The budget of a whole request: property `stonith-timeout`; 60 s when it is not set.
    public var timeoutMilliseconds: Int64
    /// Property `stonith-action`: reset or off.
    public var action: AgentAction
    /// Properties `stonith-storm-limit` and `stonith-loop-limit`.
    public var limits = FenceLimits()
    /// The nodes that the file names (`node pm01 …`), and those its devices can fence.
    public var nodes: [NodeName]
    /// The programs that are told what happens, in the order of the file.
    public var alerts: [AlertConfiguration]

    public static let timeoutMillisecondsDefault: Int64 = 60_000

    public init(devices: [DeviceConfiguration] = [], topology: [TopologyLevel] = []) {
        self.devices = devices
        self.topology = topology
        timeoutMilliseconds = Self.timeoutMillisecondsDefault
        action = .reset
        nodes = []
        alerts = []
    }
}
