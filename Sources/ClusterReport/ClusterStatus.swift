import ClusterModel
import Scheduler

/// What a status says, ready to be shown: nodes and resources by name, in the order in which 2.1.5 lists them.
public struct ClusterStatus: Sendable, Equatable {
    public var nodes: [NodeStatus]
    /// The top ones; groups and clones hold the rest. Orphans that run nowhere are left out.
    public var resources: [ResourceStatus]
    public var counts: InstanceCounts
    /// `maintenance-mode`: nothing is managed.
    public var inMaintenance: Bool

    /// - Parameters:
    ///   - cib: that of which the conditions are.
    ///   - showsPending: what is under way counts too.
    public init(_ conditions: ClusterConditions, of cib: CIB, showsPending: Bool = true) {
        let showsHealth = conditions.options.healthStrategy != .none
        nodes = conditions.nodes.map { NodeStatus($0, showsHealth: showsHealth) }
        resources = StatusReader(conditions, of: cib, showsPending: showsPending).topResources()
        counts = InstanceCounts(conditions)
        inMaintenance = conditions.options.inMaintenance
    }
}

/// How many primitives there are, instances of clones each for itself.
public struct InstanceCounts: Sendable, Equatable {
    public var all = 0
    /// Their `target-role` is Stopped.
    public var disabled = 0
    /// Left alone because of a failure.
    public var blocked = 0

    init(_ conditions: ClusterConditions) {
        for resource in conditions.resources where resource.kind == .primitive {
            guard !resource.isOrphan || resource.role > .stopped else { continue }
            all += 1
            if resource.isDisabled { disabled += 1 }
            if resource.isBlocked { blocked += 1 }
        }
    }
}

extension ResourceCondition {
    var isDisabled: Bool { options.targetRole == .stopped }
}
