/// In rising order: what a resource is, or shall be, on a node.
public enum ResourceRole: Int8, Sendable, Comparable, CaseIterable {
    case unknown
    case stopped
    case started
    /// Of promotable clones, which are refused for now.
    case unpromoted
    case promoted

    public static func < (left: ResourceRole, right: ResourceRole) -> Bool { left.rawValue < right.rawValue }

    /// As 2.1.5 prints it.
    public var text: String {
        switch self {
        case .unknown: "Unknown"
        case .stopped: "Stopped"
        case .started: "Started"
        case .unpromoted: "Unpromoted"
        case .promoted: "Promoted"
        }
    }
}
