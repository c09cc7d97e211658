/// What the metadata of an RHCS agent (`fence_*`) says of how it is to be asked (fence-agents, FenceAgentAPI.md).
public struct AgentFacts: Sendable, Equatable {
    /// The parameter that names one of several outlets or machines, where the agent has such a one.
    public enum PlugParameter: String, Sendable, CaseIterable {
        case plug
        /// What agents called it before fence-agents 4.2, and `fence_legacy` still does.
        case port
    }

    /// The agent's own words for what it can do: `reboot`, `off`, `on`, `status`, `monitor`, `list`, `list-status`, …
    public var actions: Set<String>
    public var plugParameter: PlugParameter?
    /// It does nothing without a plug. An agent that can do without one may well ignore it.
    public var plugIsRequired: Bool
    /// Its plug is nothing but another name for the address, with `port_as_ip`: it stands for one machine.
    public var plugCanBeAddress: Bool
    /// It has `nodename`, and looks at what stands there.
    public var takesNodeName: Bool
    /// `on` is to be done by itself when a node comes back: unfencing (`automatic`, before that `required`).
    public var onIsAutomatic: Bool
    /// `on` has to run on the very node that it is for (`on_target`).
    public var onRunsOnTarget: Bool
    /// How it reboots where the operator does not say (`method`); nil where it has no such parameter.
    public var methodDefault: String?
    /// Names that still work, and the parameter of today that each stands for: `ipaddr` for `ip`.
    public var replacements: [String: String]

    public init(
        actions: Set<String> = [], plugParameter: PlugParameter? = nil, onIsAutomatic: Bool = false,
        onRunsOnTarget: Bool = false, methodDefault: String? = nil, replacements: [String: String] = [:],
        plugIsRequired: Bool = false, plugCanBeAddress: Bool = false, takesNodeName: Bool = false
    ) {
        self.actions = actions
        self.plugParameter = plugParameter
        self.onIsAutomatic = onIsAutomatic
        self.onRunsOnTarget = onRunsOnTarget
        self.methodDefault = methodDefault
        self.replacements = replacements
        self.plugIsRequired = plugIsRequired
        self.plugCanBeAddress = plugCanBeAddress
        self.takesNodeName = takesNodeName
    }

    public var supportsReboot: Bool { actions.contains("reboot") }
    public var supportsOff: Bool { actions.contains("off") }
    public var supportsOn: Bool { actions.contains("on") }
    public var supportsStatus: Bool { actions.contains("status") }
    public var supportsMonitor: Bool { actions.contains("monitor") }
    public var supportsList: Bool { actions.contains("list") }
    public var supportsListStatus: Bool { actions.contains("list-status") }
}
