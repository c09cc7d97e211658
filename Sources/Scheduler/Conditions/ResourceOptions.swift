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

    /// What must be in place before it may start, as it holds in this cluster.
    public enum Requirement: UInt8, Sendable, Comparable {
        case nothing
        case quorum
        case fencing

        public static func < (left: Requirement, right: Requirement) -> Bool { left.rawValue < right.rawValue }
    }

    public var priority: Int32 = 0
    public var stickiness: Int32 = 0
    /// Failures on a node after which it must leave; nil: never.
    public var migrationThreshold: Int32?
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
    /// On each node.
    public var cloneNodeMax = 1
    public var cloneMin = 0
    public var isOrdered = false
    public var isInterleaved = false
    public var isUnique = false
    /// Of groups: each member is where the one before it is.
    public var isColocated = true
    public var runsOnUnhealthyNodes = false
    /// As they were written, with what is inherited.
    public var meta = NameTable()

    public init() {}
}
