import ClusterModel

/// What a CIB means: names become small numbers here, and the history becomes states.
public struct ClusterConditions: Sendable {
    public var options = ClusterOptions()
    public var hasQuorum = false
    /// In the order of their names.
    public var nodes: [NodeCondition] = []
    /// The flat table: each clone and group comes before what is in it; orphans come last.
    public var resources: [ResourceCondition] = []
    /// Those that are in nothing, in the order of the configuration, then orphans as found.
    public var tops: [ResourceIndex] = []
    /// Primitives, groups and clones as the operator wrote them, in order of first use; orphans' are made up.
    public var definitions: [ResourceDefinition] = []
    public var histories: [HistoryCondition] = []
    public var failures: [FailedOperation] = []
    public var clearedFailures: [ClearedFailure] = []
    public var controller: NodeIndex?
    /// Where a fence device is configured, so that fencing may work at all.
    public var hasFenceDevice = false
    /// Seconds since 1970 that "now" means.
    public var now: Int

    public init(_ cib: CIB, at now: Int, complaints: inout [Complaint]) throws(Refusal) {
        self.now = now
    }

    /// Where a resource runs: the primitive's own nodes, or those of anything in a group or clone, each once.
    public func runningNodes(_ resource: ResourceIndex) -> [NodeIndex] {
        let condition = resources[resource]
        guard condition.kind != .primitive else { return condition.runningOn }
        var nodes: [NodeIndex] = []
        for child in condition.children {
            for node in runningNodes(child) where !nodes.contains(node) { nodes.append(node) }
        }
        return nodes
    }
}
