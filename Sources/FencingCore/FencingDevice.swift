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
    /// For one action, and as long again for the wait while the device works for another target.
    public var timeoutMilliseconds: Int64
    /// Served once, before the first step: the base, and up to the maximum by chance.
    public var delayBaseMilliseconds: Int64
    public var delayMaxMilliseconds: Int64
    /// A location rule keeps it from being run on this node.
    public var isBanned: Bool
    /// It carries out a reset as one action; one that does not is asked for off, then on.
    public var resets = true
    /// It can give a target its power back. False for an agent whose `on` is for a node that has come back by itself.
    public var powersOn: Bool
    /// Another one after each change of its configuration: an escalation uses a device as it was when it began, or not
    /// at all.
    public var generation: UInt64

    /// Where `stonith-timeout` is not set on the device.
    public static let timeoutMillisecondsDefault: Int64 = 60_000

    /// - Parameter targets: what the agent said, for a device whose parameters name none.
    public init(
        _ configuration: DeviceConfiguration, kind: DeviceKind, learntTargets: [NodeName], localNode: NodeName,
        generation: UInt64 = 0
    ) {
        self.generation = generation
        id = configuration.id
        type = configuration.type
        self.kind = kind
        powersOn = kind.canPowerOn
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

    /// What it waits before it acts, if its level is the first: never more than the maximum where there is one.
    func delayMilliseconds(_ seed: inout Seed) -> Int64 {
        guard delayMaxMilliseconds > delayBaseMilliseconds else { return max(0, delayBaseMilliseconds) }
        return Int64.random(in: max(0, delayBaseMilliseconds)...delayMaxMilliseconds, using: &seed)
    }
}
