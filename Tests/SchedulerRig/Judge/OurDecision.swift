import ClusterModel
import ClusterSimulation
import Scheduler

/// What our scheduler decides of a case.
public enum OurDecision {
    /// - Parameter now: seconds since 1970.
    public static func decide(_ cib: CIB, at now: Int = CIBGenerator.now) throws(Refusal) -> Decision {
        let schedule = try Schedule(cib, at: now, detail: .lines, digest: MD5.hex)
        return try decision(
            schedule, of: cib, TransitionRun(schedule, on: cib, at: now, manner: .asPacemaker, digest: MD5.hex), at: now
        )
    }

    static func decision(
        _ schedule: Schedule, of cib: CIB, _ run: TransitionRun, at now: Int
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        decision.conditions = conditions(schedule.conditions)
        OracleReader.read(graph: GraphXML(schedule, of: cib).text, into: &decision)
        decision.scores = scores(schedule)
        decision.placements = try placements(run.cib, at: now)
        return decision
    }

    private static func scores(_ schedule: Schedule) -> [String] {
        schedule.scores.lines.map { line in
            let resource = schedule.conditions.resources[line.resource].id
            let node = schedule.conditions.nodes[line.node].name
            return "\(line.step.rawValue) \(resource) \(node) \(Score(Int(line.score)))"
        }
        .sorted()
    }

    /// Where everything runs in the end.
    private static func placements(_ cib: CIB, at now: Int) throws(Refusal) -> [String: [String]] {
        var complaints: [Complaint] = []
        let found = try ClusterConditions(cib, at: now, digest: MD5.hex, complaints: &complaints)
        var placements: [String: [String]] = [:]
        for resource in printed(found) {
            let nodes = resource.runningOn.map { found.nodes[$0].name }
            placements[OracleReader.withoutInstance(resource.id), default: []] += nodes
        }
        return placements.mapValues { $0.sorted() }
    }

    // MARK: What crm_simulate prints

    /// Neither orphans that are gone, nor what is in something that runs only where nobody can look.
    private static func printed(_ found: ClusterConditions) -> [ResourceCondition] {
        found.resources.filter { resource in
            guard resource.kind == .primitive, !resource.isOrphan || !resource.runningOn.isEmpty else { return false }
            var parent = resource.parent
            while let index = parent {
                let outer = found.resources[index]
                if outer.runningOn.isEmpty, isActive(outer, found) { return false }
                parent = outer.parent
            }
            return true
        }
    }

    private static func isActive(_ resource: ResourceCondition, _ found: ClusterConditions) -> Bool {
        guard resource.kind == .primitive else {
            return resource.children.contains { isActive(found.resources[$0], found) }
        }
        return resource.runningOn.contains { node in
            found.nodes[node].isUnclean || found.nodes[node].isOnline || !resource.isManaged
        }
    }

    // MARK: Conditions

    private static func conditions(_ found: ClusterConditions) -> [String] {
        (found.nodes.map { condition(of: $0) } + printed(found).map { condition($0, found) }).sorted()
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
