import ClusterModel

/// Gathers what an explanation says, from the values of the stages.
struct ExplanationReader {
    let schedule: Schedule
    let configuration: CIBConfiguration
    let asked: ResourceIndex
    /// Whose scores decide: of a group, its first member's.
    let decisive: ResourceIndex

    init(_ schedule: Schedule, _ configuration: CIBConfiguration, _ resource: ResourceIndex) {
        self.schedule = schedule
        self.configuration = configuration
        asked = resource
        var decisive = resource
        while schedule.conditions.resources[decisive].kind == .group,
            let first = schedule.placement.children[decisive].first
        {
            decisive = first
        }
        self.decisive = decisive
    }

    var conditions: ClusterConditions { schedule.conditions }
    var row: [Int32] { schedule.placement.rows[decisive] }

    var name: String { name(asked) }
    var chosen: [NodeIndex] { schedule.placement.nodes(of: asked) }

    func nodeName(_ node: NodeIndex) -> String { conditions.nodes[node].name }
    func name(_ resource: ResourceIndex) -> String { conditions.resources[resource].id }

    /// The primitives in it, or itself.
    var leaves: [ResourceIndex] { leaves(of: asked) }

    private func leaves(of resource: ResourceIndex) -> [ResourceIndex] {
        let children = schedule.placement.children[resource]
        return children.isEmpty ? [resource] : children.flatMap { leaves(of: $0) }
    }

    var activeTogether: [NodeIndex] {
        leaves.map { conditions.resources[$0].runningOn }.first { $0.count > 1 } ?? []
    }

    // MARK: Why there

    var reason: String {
        if let reason = keptReason { return reason }
        if conditions.resources[decisive].kind == .clone, !chosen.isEmpty {
            return "each of its instances takes the best node that has none yet"
        }
        guard let node = schedule.placement.nodes[decisive] else { return "no node may run it" }
        return reason(for: node)
    }

    private func reason(for node: NodeIndex) -> String {
        let score = row[node]
        let rivals = usableNodes.filter { $0 != node && row[$0] == score }
        if rivals.isEmpty {
            if let partner { return "it must be with \(partner)" }
            guard usableNodes.count == 1 else { return "its score is the highest there" }
            let isNegative = conditions.nodes.indices.contains { place in
                let score = row[NodeIndex(place)]
                return conditions.nodes[place].isUsable && score < 0 && score > -NodeScores.infinity
            }
            return isNegative
                ? "it is the only node where its score is not negative" : "it is the only node that may run it"
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

    // MARK: Where scores do not decide

    /// Nil where they do.
    var keptReason: String? {
        let condition = conditions.resources[decisive]
        if conditions.options.isFencingEnabled, !conditions.hasFenceDevice {
            return "nothing is started or stopped while no fence device is configured and stonith-enabled is true"
        }
        if let reason = untouchedReason { return reason }
        if conditions.options.stopsEverything { return "stop-all-resources is set" }
        guard schedule.placement.roles[decisive] == .stopped, condition.nextRole == .stopped else { return nil }
        return roleReason
    }

    /// It may not be started or stopped.
    var untouchedReason: String? {
        let condition = conditions.resources[decisive]
        let subject = decisive == asked ? "it" : name(decisive)
        if condition.isBlocked {
            return condition.runningOn.count > 1 && condition.options.multipleActive == .block
                ? "\(subject) runs more than once, and multiple-active is block"
                : "a failure blocks \(subject) until a person cleans it up"
        }
        guard !schedule.placement.isManaged[decisive] else { return nil }
        if conditions.options.inMaintenance { return "maintenance-mode is set, so \(subject) is left as it is" }
        if let node = condition.runningOn.first(where: { conditions.nodes[$0].inMaintenance }) {
            return "\(nodeName(node)) is in maintenance, so \(subject) is left as it is"
        }
        return "\(subject) is not managed, so it stays as it is"
    }

    var roleReason: String {
        let condition = conditions.resources[decisive]
        return condition.options.targetRole == .stopped
            ? targetRoleReason : "it must stop: \(condition.nextRoleReason)"
    }

    /// It may be that of what it is in, or of all resources.
    private var targetRoleReason: String {
        var next: ResourceIndex? = decisive
        while let index = next {
            let meta = conditions.definitions[conditions.resources[index].definition].meta
            if meta.contains(where: { $0["target-role"] != nil }) {
                return index == asked ? "its target-role is Stopped" : "the target-role of \(name(index)) is Stopped"
            }
            next = conditions.resources[index].parent
        }
        return "rsc_defaults say target-role=Stopped"
    }

    // MARK: Scores

    var nodes: [Explanation.Node] {
        conditions.nodes.indices.map { place in
            let node = NodeIndex(place)
            return Explanation.Node(
                name: conditions.nodes[place].name, score: row[place] == NodeScores.absent ? nil : row[place],
                parts: counted(node).map { part($0) }, obstacle: conditions.nodes[place].obstacle)
        }
    }

    func origins(_ node: NodeIndex) -> [ScoreOrigin] {
        schedule.scores.origins.filter { $0.resource == decisive && $0.node == node }
    }

    /// A location that no longer changed anything is named all the same.
    private func counted(_ node: NodeIndex) -> [ScoreOrigin] {
        origins(node).filter { origin in
            if case .location = origin.kind, origin.score != 0 { return true }
            return origin.before != origin.after
        }
    }

    private func part(_ origin: ScoreOrigin) -> String {
        let score = NodeScores.text(origin.score)
        guard case .location(let id) = origin.kind else { return "\(words(origin.kind)) \(score)" }
        let source = LocationSource(id, configuration)
        return "location \(source.constraint) \(score)" + (condition(source, origin.node).map { ": \($0)" } ?? "")
    }

    // MARK: What would change it

    var movers: [String] {
        guard keptReason == nil, let node = schedule.placement.nodes[decisive] else { return [] }
        return usableNodes.filter { $0 != node }.sorted { row[$0] > row[$1] }.prefix(3).map { other in
            let gap = row[node] - row[other]
            return row[node] >= NodeScores.infinity
                ? "to \(nodeName(other)) if nothing bound it to \(nodeName(node)) any more"
                : "to \(nodeName(other)) if its score there were higher by \(gap + 1)"
        }
    }

    var obstacles: [String] {
        guard keptReason == nil else { return [] }
        return forbidden.map { "\(nodeName($0)): \(obstacle($0).text)" }
    }

    private var forbidden: [NodeIndex] {
        conditions.nodes.indices.map { NodeIndex($0) }.filter { row[$0] < 0 || !conditions.nodes[$0].isUsable }
    }

    /// Of those that made the scores, and those that keep it, or what it must be with, from a node.
    var constraints: [String] {
        guard keptReason == nil else { return [] }
        let own = conditions.nodes.indices.flatMap { counted(NodeIndex($0)) }.compactMap { constraint($0.kind) }
        var seen = Set<String>()
        return (own + forbidden.flatMap { obstacle($0).constraints }).filter { seen.insert($0).inserted }
    }
}
