import ClusterModel

/// What keeps a resource from a node, to the end of the chain: where it must be with others, whom of them.
extension ExplanationReader {
    struct Obstacle {
        var text: String
        /// Ids of those that it rests on.
        var constraints: [String] = []
    }

    func obstacle(_ node: NodeIndex) -> Obstacle {
        if let state = conditions.nodes[node].obstacle { return Obstacle(text: state) }
        return ownObstacle(node) ?? tie(node)
    }

    /// By itself, whatever it must be with.
    private func ownObstacle(_ node: NodeIndex) -> Obstacle? {
        if row[node] == NodeScores.absent {
            return Obstacle(text: "no location allows it, and symmetric-cluster is false")
        }
        let isNever = row[node] <= -NodeScores.infinity
        let own = origins(node).filter { colocation($0.kind) == nil }
        let bans = own.filter { isNever ? $0.score <= -NodeScores.infinity : $0.score < 0 }
        guard !bans.isEmpty else { return nil }
        var seen = Set<String>()
        let texts = bans.map { text($0) }.filter { seen.insert($0).inserted }
        return Obstacle(text: texts.joined(separator: ", and "), constraints: bans.compactMap { constraint($0.kind) })
    }

    /// By what it must, or must not, be with.
    private func tie(_ node: NodeIndex) -> Obstacle {
        let isNever = row[node] <= -NodeScores.infinity
        guard
            let origin = origins(node).first(where: {
                colocation($0.kind) != nil && (isNever ? $0.score <= -NodeScores.infinity : $0.score < 0)
            }), let tie = colocation(origin.kind)
        else { return Obstacle(text: "its score is negative") }
        let words = words(origin.kind)
        if tie.colocation.score < 0 { return Obstacle(text: tie.isPrimary ? "\(words), which is there" : words) }
        if let (root, obstacle) = root(node, from: tie.other) {
            let who = root == reader(tie.other).decisive ? "which" : "since \(name(root))"
            return Obstacle(
                text: "\(words), \(who) may not run there (\(obstacle.text))", constraints: obstacle.constraints)
        }
        guard tie.isPrimary else { return Obstacle(text: words) }
        let places = schedule.placement.nodes(of: tie.other).map { nodeName($0) }.joined(separator: ", ")
        return Obstacle(text: "\(words), which \(places.isEmpty ? "runs nowhere" : "is on \(places)")")
    }

    func reader(_ resource: ResourceIndex) -> ExplanationReader {
        ExplanationReader(schedule, configuration, resource)
    }

    /// The nearest that may not be on a node by itself: another resource, or one that must be together with that.
    private func root(_ node: NodeIndex, from other: ResourceIndex) -> (ResourceIndex, Obstacle)? {
        var readers = [reader(other)].filter { $0.row[node] < 0 }
        var seen = Set(readers.map(\.decisive))
        var place = 0
        while place < readers.count {
            if let obstacle = readers[place].ownObstacle(node) { return (readers[place].decisive, obstacle) }
            for partner in readers[place].partners {
                let next = reader(partner)
                guard next.row[node] < 0, seen.insert(next.decisive).inserted else { continue }
                readers.append(next)
            }
            place += 1
        }
        return nil
    }

    /// What it must be with, and what must be with it; what must be with a clone does not bind that.
    private var partners: [ResourceIndex] {
        var (own, isCloned) = ([decisive], conditions.resources[decisive].kind == .clone)
        while let last = own.last, let parent = conditions.resources[last].parent {
            own.append(parent)
            isCloned = isCloned || conditions.resources[parent].kind == .clone
        }
        return schedule.scores.colocations.filter { $0.score >= NodeScores.infinity }.compactMap { colocation in
            if own.contains(colocation.dependent) { return colocation.primary }
            let binds = own.contains(colocation.primary) && (!isCloned || colocation.isGroup)
            return binds ? colocation.dependent : nil
        }
    }

    /// What it must be with and cannot be without, where that alone keeps it from other nodes.
    var partner: String? {
        for (place, node) in conditions.nodes.enumerated() where node.isUsable && row[place] < 0 {
            let index = NodeIndex(place)
            let ties = origins(index).compactMap { colocation($0.kind) }
            guard ownObstacle(index) == nil,
                let tie = ties.first(where: { $0.isPrimary && $0.colocation.score >= NodeScores.infinity }),
                root(index, from: tie.other) == nil
            else { continue }
            return "\(name(tie.other)) (\(words(tie.colocation)))"
        }
        return nil
    }
}

extension NodeCondition {
    /// Why nothing can run there; nil where it can.
    var obstacle: String? {
        if isUnclean { return "it is unclean" }
        if isPending { return "it is only joining" }
        if !isOnline { return "it is offline" }
        if isStandbyByFailure { return "it is in standby because of a failure" }
        if isStandby { return "it is in standby" }
        if inMaintenance { return "it is in maintenance" }
        return isShuttingDown ? "it is shutting down" : nil
    }
}
