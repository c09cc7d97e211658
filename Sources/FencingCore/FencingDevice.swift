import ClusterModel

/// A configured device as the core sees it.
public struct FencingDevice: Sendable, Equatable {
    public var id: String
    public var type: DeviceType
    public var kind: DeviceKind
    /// The nodes it can fence; empty as long as its agent has not said.
    public var targets: [NodeName]
    /// Lower goes first.
    public var priority: Int
    /// For one action, all tries of it together, and as long again for the wait while the device works for another
    /// target; `rules` may have another time for a single action.
    public var timeoutMilliseconds: Int64
    public var rules: AgentRules
    /// What it calls the target of the level it stands in, if that is not the target's name; each of several is
    /// switched.
    public var plugs: [String] = []
    public var reset: ResetWay
    /// It has an `on`; a person and a check have none.
    public var canPowerOn: Bool
    /// Unfencing: `on` lets the target in again, and the target has to be up for it.
    public var unfences: Bool
    /// Its `on` runs only on the very node that it is for.
    public var runsOnTarget: Bool
    /// Served once, before the first step: the base, and up to the maximum by chance.
    public var delayBaseMilliseconds: Int64
    public var delayMaxMilliseconds: Int64
    /// A location rule keeps it from being run on this node.
    public var isBanned: Bool
    /// Another one after each change of its configuration: an escalation uses a device as it was when it began, or not
    /// at all.
    public var generation: UInt64

    /// Where `stonith-timeout` is not set on the device.
    public static let timeoutMillisecondsDefault: Int64 = 60_000
    /// Where `pcmk_ACTION_retries` is not set: Pacemaker tries twice.
    private static let agentAttemptsDefault = 2

    /// - Parameters:
    ///   - learntTargets: what the agent said, for a device whose parameters name none.
    ///   - facts: of an RHCS agent.
    public init(
        _ configuration: DeviceConfiguration, kind: DeviceKind, learntTargets: [NodeName], localNode: NodeName,
        generation: UInt64 = 0, facts: AgentFacts? = nil
    ) {
        let rules = configuration.agentRules
        self.rules = rules
        reset = ResetWay(rules, facts)
        canPowerOn = kind.canPowerOn && facts?.supportsOn != false
        unfences = kind.canPowerOn && (facts?.onIsAutomatic == true || rules.providesUnfencing)
        runsOnTarget = facts?.onRunsOnTarget == true
        self.generation = generation
        id = configuration.id
        type = configuration.type
        self.kind = kind
        switch configuration.targets {
        case .listed(let nodes): targets = nodes
        case .askAgent: targets = learntTargets
        }
        priority = configuration.priority
        timeoutMilliseconds = configuration.timeoutMilliseconds ?? Self.timeoutMillisecondsDefault
        delayBaseMilliseconds = configuration.delayBaseMilliseconds
        delayMaxMilliseconds = configuration.delayMaxMilliseconds
        isBanned = configuration.isBanned(on: localNode)
    }

    /// Whether it powers a target on again that it has switched off.
    var switchesBackOn: Bool { canPowerOn && !unfences && !runsOnTarget }

    /// For all tries of one action together.
    public func timeoutMilliseconds(_ action: AgentAction) -> Int64 {
        rules.timeoutsMilliseconds[action] ?? timeoutMilliseconds
    }

    /// How often an action is tried, the first time included.
    func attempts(_ action: AgentAction) -> Int {
        max(1, rules.retries[action] ?? (type.isAgent ? Self.agentAttemptsDefault : 1))
    }

    /// As it is used for one target.
    func aimed(at node: NodeName) -> FencingDevice {
        var aimed = self
        aimed.plugs = rules.plugs[node] ?? []
        if let delay = rules.delaysMilliseconds[node] { aimed.delayBaseMilliseconds = delay }
        return aimed
    }

    /// What it waits before it acts, if its level is the first: never more than the maximum where there is one.
    func delayMilliseconds(_ seed: inout Seed) -> Int64 {
        guard delayMaxMilliseconds > delayBaseMilliseconds else { return max(0, delayBaseMilliseconds) }
        return Int64.random(in: max(0, delayBaseMilliseconds)...delayMaxMilliseconds, using: &seed)
    }
}
