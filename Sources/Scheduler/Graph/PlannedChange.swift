/// One line of "Transition Summary".
public enum PlannedChange: Equatable, Sendable {
    /// `Fence (reboot)` or `Shutdown`; without a reason it is not printed.
    case node(String, NodeIndex, reason: String?)
    case resource(ResourceChange)
}

/// What a transition makes of a resource.
public struct ResourceChange: Equatable, Sendable {
    public enum Verb: String, Sendable {
        case start = "Start"
        case stop = "Stop"
        case move = "Move"
        case recover = "Recover"
        case restart = "Restart"
        case reload = "Reload"
    }

    public var verb: Verb
    public var resource: ResourceIndex
    public var from: NodeIndex?
    public var to: NodeIndex?
    public var role: ResourceRole
    public var nextRole: ResourceRole
    /// It cannot be done yet.
    public var isBlocked: Bool
    /// As printed after "due to".
    public var reason: String?
}
