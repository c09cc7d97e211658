import ClusterModel
import Scheduler

/// What our scheduler decides of a case.
public enum OurDecision {
    /// - Parameter now: seconds since 1970.
    public static func decide(_ cib: CIB, at now: Int = CIBGenerator.now) throws(Refusal) -> Decision {
        let schedule = try Schedule(cib, at: now, digest: MD5.hex)
        var decision = Decision()
        decision.conditions = conditions(schedule.conditions)
        return decision
    }

    // MARK: Conditions

    private static func conditions(_ found: ClusterConditions) -> [String] {
        let resources = found.resources.filter { $0.kind == .primitive }
            .filter { $0.instance == nil || !$0.isOrphan || !$0.runningOn.isEmpty }
        return (found.nodes.map { condition(of: $0) } + resources.map { condition($0, found) }).sorted()
    }

    private static func condition(of node: NodeCondition) -> String {
        let flags: [(Bool, String)] = [
            (node.isOnline, "online"), (node.isStandby, "standby"), (node.isStandbyByFailure, "standby_onfail"),
            (node.inMaintenance, "maintenance"), (node.isPending, "pending"), (node.isUnclean, "unclean"),
            (node.isShuttingDown, "shutdown"), (node.isExpectedUp, "expected_up"), (node.isDC, "is_dc"),
        ]
        return (["node", node.name] + flags.filter(\.0).map(\.1)).joined(separator: " ")
    }

    private static func condition(_ resource: ResourceCondition, _ found: ClusterConditions) -> String {
        let flags: [(Bool, String)] = [
            (resource.isOrphan, "orphaned"), (resource.isBlocked, "blocked"), (resource.isManaged, "managed"),
            (resource.isFailed, "failed"), (resource.ignoresFailure, "failure_ignored"),
        ]
        let nodes = resource.runningOn.map { found.nodes[$0].name }.sorted()
        let words = ["resource", OracleReader.withoutInstance(resource.id), resource.role.text]
        return (words + flags.filter(\.0).map(\.1) + ["on"] + nodes).joined(separator: " ")
    }
}
