import ClusterModel

/// Meta attributes of a resource as they hold: its own, those of what it is in, the defaults (Pacemaker Explained 2.1,
/// "Resource Meta-Attributes").
public struct ResourceOptions: Sendable {
    /// What to do where it runs in more than one place.
    public enum MultipleActive: UInt8, Sendable {
        case stopStart
        case block
        case stopOnly
        case stopUnexpected
    }

    /// What must be in place before it may start.
    public enum Requirement: UInt8, Sendable {
        case nothing
        case quorum
        case fencing
        case unfencing
    }

    public var priority = 0
    public var stickiness = 0
    /// Failures on a node after which it must leave; nil: never.
    public var migrationThreshold: Int?
    /// Seconds after which a failure is forgotten; 0: never.
    public var failureTimeoutSeconds = 0
    public var targetRole: ResourceRole?
    public var isManaged = true
    public var inMaintenance = false
    public var multipleActive = MultipleActive.stopStart
    public var requirement = Requirement.fencing
    public var isCritical = true
    public var allowsMigration = false
    /// Of clones.
    public var cloneMax = 0
    public var cloneNodeMax = 1
    public var cloneMin = 0
    public var isOrdered = false
    public var isInterleaved = false
    public var notifies = false
    public var isUnique = false
    /// Of groups and clones' members, as 2.1.5 passes them on, in the order of names: for the graph.
    public var all: [(name: String, value: String)] = []

    public init() {}

    public func value(_ name: String) -> String? { all.first { $0.name == name }?.value }
}
