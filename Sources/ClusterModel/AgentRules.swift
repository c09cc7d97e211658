/// How the actions of one device are carried out: what Pacemaker's `pcmk_…` parameters say, and nothing else. Its
/// words for our actions are in `AgentAction.pacemakerWord`.
public struct AgentRules: Sendable, Equatable {
    /// How the nodes of a device become known: `pcmk_host_check`.
    public enum HostCheck: String, Sendable, CaseIterable {
        /// Those that `pcmk_host_list` and `pcmk_host_map` name.
        case staticList = "static-list"
        /// Those that the agent lists.
        case dynamicList = "dynamic-list"
        /// Those that the agent knows the power state of.
        case status
        /// Every node.
        case none
    }

    /// `pcmk_host_map`: what the device calls a node. A node with several power supplies has several plugs, and each
    /// of them is switched.
    public var plugs: [NodeName: [String]]
    /// Nil: Pacemaker's default rule.
    public var hostCheck: HostCheck?
    /// `pcmk_host_argument`: the agent's parameter that the plug is given in; nil: what its metadata says.
    public var hostArgument: String?
    /// `pcmk_host_argument=none`: the agent is not told the plug.
    public var hasNoHostArgument: Bool
    /// `pcmk_reboot_action=off` and the like: what the agent is asked for in the place of its own word.
    public var actionWords: [AgentAction: String]
    public var timeoutsMilliseconds: [AgentAction: Int64]
    /// How often an action is tried, the first time included; missing is once.
    public var retries: [AgentAction: Int]
    /// `pcmk_delay_base` with times for single nodes; those of the device are for the others.
    public var delaysMilliseconds: [NodeName: Int64]
    /// So many actions of the device at once; -1 is without limit.
    public var actionLimit: Int
    /// Meta attribute `provides=unfencing`.
    public var providesUnfencing: Bool

    public init() {
        (plugs, actionWords, timeoutsMilliseconds, retries, delaysMilliseconds) = ([:], [:], [:], [:], [:])
        (hostCheck, hostArgument, hasNoHostArgument) = (nil, nil, false)
        (actionLimit, providesUnfencing) = (1, false)
    }

    /// What the device calls the node: the node's own name where no map says otherwise.
    public func plugs(of node: NodeName) -> [String] { plugs[node] ?? [node.description] }

    /// What a device is asked to do for the action: `pcmk_reboot_action=off` makes a reset an off.
    public func carriedOut(_ action: AgentAction) -> AgentAction {
        actionWords[action].flatMap(AgentAction.init(pacemakerWord:)) ?? action
    }
}

extension AgentAction {
    /// Its name in Pacemaker's parameters (pacemaker-fenced(7)) and in what RHCS agents take on standard input. Our
    /// `status` asks for the device, and `probe` for a node: `monitor` and `status` there.
    public var pacemakerWord: String? {
        switch self {
        case .reset: "reboot"
        case .off: "off"
        case .on: "on"
        case .status: "monitor"
        case .list: "list"
        case .probe: "status"
        case .identify: nil
        }
    }

    public init?(pacemakerWord word: String) {
        guard let action = Self.allCases.first(where: { $0.pacemakerWord == word }) else { return nil }
        self = action
    }
}
