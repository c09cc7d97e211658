/// What is asked of an agent. Raw values are those of `enum stonith_action` in `stonith_plugin.h`.
public enum AgentAction: UInt32, Sendable, CaseIterable {
    case reset = 1
    case off = 2
    case on = 3
    case status = 4
    case list = 5
    case probe = 6
    case identify = 7

    /// The word operators type and scripts take.
    public var name: String {
        switch self {
        case .reset: "reset"
        case .off: "off"
        case .on: "on"
        case .status: "status"
        case .list: "list"
        case .probe: "probe"
        case .identify: "identify"
        }
    }

    /// Whether the action changes a node's power.
    public var changesPower: Bool {
        switch self {
        case .reset, .off, .on: true
        case .status, .list, .probe, .identify: false
        }
    }

    /// The actions of `stonith -T`.
    public init?(powerVerb: String) {
        guard let action = Self.allCases.first(where: { $0.changesPower && $0.name == powerVerb }) else { return nil }
        self = action
    }
}
