import Scheduler

/// What is shown of a node.
public struct NodeStatus: Sendable, Equatable {
    public enum Health: String, Sendable {
        case green
        case yellow
        case red
    }

    public var id: String
    public var name: String
    public var isOnline: Bool
    public var isPending: Bool
    /// Only fencing makes it safe.
    public var isUnclean: Bool
    public var isStandby: Bool
    /// Standby because of a failure of a resource with `on-fail=standby`.
    public var isStandbyByFailure: Bool
    public var inMaintenance: Bool
    public var hasResources: Bool
    public var health: Health

    init(_ node: NodeCondition, showsHealth: Bool) {
        id = node.id
        name = node.name
        isOnline = node.isOnline
        isPending = node.isPending
        isUnclean = node.isUnclean
        isStandby = node.isStandby
        isStandbyByFailure = node.isStandbyByFailure
        inMaintenance = node.inMaintenance
        hasResources = !node.running.isEmpty
        health = showsHealth ? Self.health(node) : .green
    }

    /// The worst of the colours of `#health` attributes; numbers say nothing here.
    private static func health(_ node: NodeCondition) -> Health {
        var health = Health.green
        for attribute in node.attributes.pairs where attribute.name.hasPrefix("#health") {
            switch attribute.value {
            case "red": return .red
            case "yellow": health = .yellow
            default: break
            }
        }
        return health
    }

    /// Whether it stands in the list of those that are online, or offline, with nothing else to say.
    public var isPlain: Bool {
        !isUnclean && !isPending && !(isStandbyByFailure && isOnline) && !isStandby && !inMaintenance
            && health == .green
    }

    /// In 2.1.5's words: `UNCLEAN (offline)`, `standby (with active resources)`, `online (health is RED)`.
    public var text: String {
        health == .green ? state : "\(state) (health is \(health.rawValue.uppercased()))"
    }

    private var state: String {
        if isUnclean { return isOnline ? "UNCLEAN (online)" : isPending ? "UNCLEAN (pending)" : "UNCLEAN (offline)" }
        if isPending { return "pending" }
        if isStandbyByFailure, isOnline { return "standby (on-fail)" }
        if isStandby {
            guard isOnline else { return "OFFLINE (standby)" }
            return hasResources ? "standby (with active resources)" : "standby"
        }
        if inMaintenance { return isOnline ? "maintenance" : "OFFLINE (maintenance)" }
        return isOnline ? "online" : "OFFLINE"
    }
}
