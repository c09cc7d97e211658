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
    ///
    /// - Parameter depth: so many links are followed, each to the next.
    private func tie(_ node: NodeIndex, depth: Int = 4) -> Obstacle {
        let isNever = row[node] <= -NodeScores.infinity
        guard
            let origin = origins(node).first(where: {
                colocation($0.kind) != nil && (isNever ? $0.score <= -NodeScores.infinity : $0.score < 0)
            }), let tie = colocation(origin.kind)
        else { return Obstacle(text: "its score is negative") }
        let words = words(origin.kind)
        if tie.colocation.score < 0 { return Obstacle(text: tie.isPrimary ? "\(words), which is there" : words) }
        if let root = self.root(node, from: tie.other) {
            let who = root.resource == reader(tie.other).decisive ? "which" : "since \(name(root.resource))"
            let by = root.ties.isEmpty ? "" : ", by colocation \(root.ties.joined(separator: ", colocation "))"
            return Obstacle(
                text: "\(words), \(who) may not run there (\(root.obstacle.text))\(by)",
                constraints: root.ties + root.obstacle.constraints)
        }
        return tie.isPrimary ? place(of: tie.other, words, node, depth) : Obstacle(text: words)
    }

    /// Where the other one of a colocation is, and what holds it there.
    private func place(of other: ResourceIndex, _ words: String, _ node: NodeIndex, _ depth: Int) -> Obstacle {
        guard let home = schedule.placement.nodes(of: other).first else {
            let partner = reader(other)
            let isTied = partner.origins(node).contains { colocation($0.kind)?.isPrimary == true }
            guard isTied, depth > 0, partner.row[node] < 0 else {
                return Obstacle(text: "\(words), which runs nowhere" + (partner.keptReason.map { ": \($0)" } ?? ""))
            }
            let next = partner.tie(node, depth: depth - 1)
            return Obstacle(
                text: "\(words), which may not run there (\(next.text))",
                constraints: next.constraints + partner.tiesThere(node))
        }
        let places = schedule.placement.nodes(of: other).map { nodeName($0) }.joined(separator: ", ")
        let anchors = reader(conditions.top(of: other)).origins(home).filter { origin in
            if case .location = origin.kind { return origin.score >= NodeScores.infinity }
            return false
        }
        var seen = Set<String>()
        let ids = anchors.compactMap { constraint($0.kind) }.filter { seen.insert($0).inserted }
        let by = ids.isEmpty ? "" : " (location \(ids.joined(separator: ", location ")))"
        return Obstacle(text: "\(words), which is on \(places)\(by)", constraints: ids)
    }

    /// Ids of the colocations behind its score on a node.
    private func tiesThere(_ node: NodeIndex) -> [String] {
        origins(node).filter { colocation($0.kind) != nil && $0.score < 0 }.compactMap { constraint($0.kind) }
    }

    func reader(_ resource: ResourceIndex) -> ExplanationReader {
        ExplanationReader(schedule, configuration, resource)
    }

    /// One that may not be on a node by itself, and ids of the colocations on the way to it.
    private struct Root {
        var resource: ResourceIndex
        var obstacle: Obstacle
        var ties: [String]
    }

    /// The nearest: another resource, or one that must be together with that.
    private func root(_ node: NodeIndex, from other: ResourceIndex) -> Root? {
        var links = [(reader: reader(other), from: -1, tie: "")].filter { $0.reader.row[node] < 0 }
        var seen = Set(links.map(\.reader.decisive))
        var place = 0
        while place < links.count {
            let reader = links[place].reader
            if let obstacle = reader.ownObstacle(node) {
                let path = sequence(first: place) { links[$0].from < 0 ? nil : links[$0].from }
                let ties = path.map { links[$0].tie }.filter { !$0.isEmpty }
                return Root(resource: reader.decisive, obstacle: obstacle, ties: ties.reversed())
            }
            for partner in reader.partners {
                let next = self.reader(partner.resource)
                guard next.row[node] < 0, seen.insert(next.decisive).inserted else { continue }
                links.append((next, place, partner.tie.isGroup ? "" : partner.tie.id))
            }
            place += 1
        }
        return nil
    }

    /// What it must be with, and what must be with it; what must be with a clone does not bind that.
    private var partners: [(resource: ResourceIndex, tie: Colocation)] {
        var (own, isCloned) = ([decisive], conditions.resources[decisive].kind == .clone)
        while let last = own.last, let parent = conditions.resources[last].parent {
            own.append(parent)
            isCloned = isCloned || conditions.resources[parent].kind == .clone
        }
        return schedule.scores.colocations.filter { $0.score >= NodeScores.infinity }.compactMap { colocation in
            if own.contains(colocation.dependent) { return (colocation.primary, colocation) }
            let binds = own.contains(colocation.primary) && (!isCloned || colocation.isGroup)
            return binds ? (colocation.dependent, colocation) : nil
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
