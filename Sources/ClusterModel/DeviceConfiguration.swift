/// One stonith primitive as configured, before its agent has said anything.
public struct DeviceConfiguration: Sendable, Equatable {
    /// Which nodes it can fence.
    public enum Targets: Sendable, Equatable {
        case listed([NodeName])
        /// No parameter names them: the agent is asked (`list`).
        case askAgent
    }

    /// Where a location rule keeps the device from being run.
    public enum Ban: Sendable, Equatable {
        case on(NodeName)
        case everywhereBut(NodeName)

        public func covers(_ node: NodeName) -> Bool {
            switch self {
            case .on(let banned): banned == node
            case .everywhereBut(let allowed): allowed != node
            }
        }
    }

    /// The primitive's id, such as `stonith1-2`.
    public var id: String
    public var type: DeviceType
    /// What its agent is given; the daemon's own (priority, stonith-timeout, pcmk_…) are taken out.
    public var parameters: [Parameter]
    public var targets: Targets
    /// Lower goes first; missing is 0.
    public var priority: Int
    /// For one action; nil where `stonith-timeout` is not set on the device.
    public var timeoutMilliseconds: Int64?
    /// `pcmk_delay_base` and `pcmk_delay_max`: served once, before the first step.
    public var delayBaseMilliseconds: Int64
    public var delayMaxMilliseconds: Int64
    /// What the `pcmk_…` parameters say besides.
    public var agentRules: AgentRules
    /// The group it stands in.
    public var group: String?
    public var bans: [Ban]

    public init(id: String, type: DeviceType, parameters: [Parameter] = [], targets: Targets = .askAgent) {
        self.id = id
        self.type = type
        self.parameters = parameters
        self.targets = targets
        priority = 0
        timeoutMilliseconds = nil
        delayBaseMilliseconds = 0
        delayMaxMilliseconds = 0
        agentRules = AgentRules()
        group = nil
        bans = []
    }

    public func isBanned(on node: NodeName) -> Bool { bans.contains { $0.covers(node) } }
}
