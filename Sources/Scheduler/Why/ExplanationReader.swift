/// Gathers what an explanation says, from the values of the stages.
struct ExplanationReader {
    private let schedule: Schedule
    private let asked: ResourceIndex
    /// Whose scores decide: of a group, its first member's.
    private let decisive: ResourceIndex

    init(_ schedule: Schedule, _ resource: ResourceIndex) {
        self.schedule = schedule
        asked = resource
        var decisive = resource
        while schedule.conditions.resources[decisive].kind == .group,
            let first = schedule.placement.children[decisive].first
        {
            decisive = first
        }
        self.decisive = decisive
    }

    private var conditions: ClusterConditions { schedule.conditions }
    private var row: [Int32] { schedule.placement.rows[decisive] }

    var name: String { conditions.resources[asked].id }
    var chosen: [NodeIndex] { schedule.placement.nodes(of: asked) }

    func nodeName(_ node: NodeIndex) -> String { conditions.nodes[node].name }

    // MARK: Why there

    var reason: String {
        let condition = conditions.resources[decisive]
        if conditions.options.isFencingEnabled, !conditions.hasFenceDevice {
            return "nothing is started or stopped while no fence device is configured and stonith-enabled is true"
        }
        if condition.isBlocked { return "a failure blocks it until a person cleans it up" }
        if !schedule.placement.isManaged[decisive] { return "it is not managed, so it stays as it is" }
        if conditions.options.stopsEverything { return "stop-all-resources is set" }
        if schedule.placement.roles[decisive] == .stopped, condition.nextRole == .stopped {
            return condition.options.targetRole == .stopped
                ? "its target-role is Stopped" : "it must stop: \(condition.nextRoleReason)"
        }
        if condition.kind == .clone { return "each of its instances takes the best node that has none yet" }
        guard let node = schedule.placement.nodes[decisive] else { return "no node may run it" }
        return reason(for: node)
    }

    private func reason(for node: NodeIndex) -> String {
        let score = row[node]
        let rivals = usableNodes.filter { $0 != node && row[$0] == score }
        if rivals.isEmpty {
            return usableNodes.count == 1 ? "it is the only node that may run it" : "its score is the highest there"
        }
        let names = rivals.map { nodeName($0) }.joined(separator: ", ")
        if conditions.currentNode(of: decisive) == node {
            return "it is there already, and \(names) would be no better"
        }
        return "with the same score as \(names), it had fewer resources to run, or comes first by its name"
    }

    /// Where it might run.
    private var usableNodes: [NodeIndex] {
        conditions.nodes.indices.map { NodeIndex($0) }.filter { conditions.nodes[$0].isUsable && row[$0] >= 0 }
    }

    // MARK: Scores

    var nodes: [Explanation.Node] {
        conditions.nodes.indices.map { place in
            let node = NodeIndex(place)
            return Explanation.Node(
                name: conditions.nodes[place].name, score: row[place] == NodeScores.absent ? nil : row[place],
                parts: parts(node), obstacle: conditions.nodes[place].obstacle)
        }
    }

    private func origins(_ node: NodeIndex) -> [ScoreOrigin] {
        schedule.scores.origins.filter { $0.resource == decisive && $0.node == node }
    }

    private func parts(_ node: NodeIndex) -> [String] {
        origins(node).filter { $0.before != $0.after }.map { origin in
            let before = origin.before == NodeScores.absent ? 0 : origin.before
            let isEndless = abs(origin.after) >= NodeScores.infinity
            return "\(words(origin.kind)) \(NodeScores.text(isEndless ? origin.after : origin.after - before))"
        }
    }

    private func words(_ kind: ScoreOrigin.Kind) -> String {
        switch kind {
        case .location(let id): "location \(id)"
        case .health: "node health"
        case .stickiness: "stickiness"
        case .history(let text): text
        case .migrationThreshold: "migration-threshold"
        case .discovery: "resource-discovery"
        case .primary(let place): words(place, isPrimary: true)
        case .dependent(let place): words(place, isPrimary: false)
        case .cloneLimit: "another instance is there, or its clone may not be"
        case .targetRole: "target-role"
        }
    }

    private func words(_ place: Int32, isPrimary: Bool) -> String {
        let colocation = schedule.scores.colocations[Int(place)]
        let other = conditions.resources[isPrimary ? colocation.primary : colocation.dependent].id
        let name = colocation.isGroup ? "the group's order" : "colocation \(colocation.id)"
        return isPrimary ? "\(name) with \(other)" : "\(name) for \(other)"
    }

    // MARK: Constraints

    /// Ids of the constraints and rules that made the scores, and of those that keep away what it must be with.
    var constraints: [String] {
        var (ids, seen) = ([String](), Set<String>())
        gatherConstraints(steps: 8) { if seen.insert($0).inserted { ids.append($0) } }
        return ids
    }

    private func gatherConstraints(steps: Int, _ add: (String) -> Void) {
        for origin in schedule.scores.origins where origin.resource == decisive && origin.before != origin.after {
            switch origin.kind {
            case .location(let id): add(id)
            case .primary(let place), .dependent(let place):
                let colocation = schedule.scores.colocations[Int(place)]
                if !colocation.isGroup { add(colocation.id) }
                let other = ExplanationReader(schedule, colocation.primary)
                guard case .primary = origin.kind, other.row[origin.node] < 0, steps > 0 else { continue }
                other.gatherConstraints(steps: steps - 1, add)
            default: continue
            }
        }
    }

    // MARK: What would change it

    var movers: [String] {
        guard schedule.placement.isManaged[decisive], let node = schedule.placement.nodes[decisive] else { return [] }
        return usableNodes.filter { $0 != node }.sorted { row[$0] > row[$1] }.prefix(3).map { other in
            let gap = row[node] - row[other]
            return row[node] >= NodeScores.infinity
                ? "to \(nodeName(other)) if nothing bound it to \(nodeName(node)) any more"
                : "to \(nodeName(other)) if its score there were higher by \(gap + 1)"
        }
    }

    var obstacles: [String] {
        conditions.nodes.indices.compactMap { place in
            let node = NodeIndex(place)
            guard row[place] < 0 || !conditions.nodes[place].isUsable else { return nil }
            return "\(nodeName(node)): \(obstacle(node))"
        }
    }

    /// - Parameter steps: from one resource to the other that keeps it away, so many times at most: there may be loops.
    private func obstacle(_ node: NodeIndex, steps: Int = 8) -> String {
        if let state = conditions.nodes[node].obstacle { return state }
        if row[node] == NodeScores.absent { return "no location allows it, and symmetric-cluster is false" }
        guard
            let origin = origins(node).first(where: {
                $0.after < 0 && $0.before >= 0 || $0.after <= -NodeScores.infinity
            })
        else { return "its score is negative" }
        guard case .primary(let place) = origin.kind, steps > 0 else { return words(origin.kind) }
        return words(origin.kind) + cause(schedule.scores.colocations[Int(place)].primary, node, steps - 1)
    }

    /// What keeps that other from there, if anything.
    private func cause(_ primary: ResourceIndex, _ node: NodeIndex, _ steps: Int) -> String {
        let other = ExplanationReader(schedule, primary)
        guard other.row[node] < 0 else { return "" }
        return ", which may not run there (\(other.obstacle(node, steps: steps)))"
    }
}

extension NodeCondition {
    /// Why nothing can run there; nil where it can.
    fileprivate var obstacle: String? {
        if isUnclean { return "it is unclean" }
        if isPending { return "it is only joining" }
        if !isOnline { return "it is offline" }
        if isStandbyByFailure { return "it is in standby because of a failure" }
        if isStandby { return "it is in standby" }
        if inMaintenance { return "it is in maintenance" }
        return isShuttingDown ? "it is shutting down" : nil
    }
}
