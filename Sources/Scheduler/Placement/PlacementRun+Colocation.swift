extension PlacementRun {
    func colocation(_ place: Int32) -> Colocation { scores.colocations[Int(place)] }

    // MARK: Where the primary is

    /// The primary is placed first; then its node counts for the resource.
    mutating func follow(_ place: Int32, of resource: ResourceIndex) {
        let colocation = colocation(place)
        let before = scores.rows[resource]
        self.place(colocation.primary, preferring: nil)
        apply(colocation, to: resource, primary: colocation.primary)
        let isWish = colocation.score < 0 && colocation.score > -NodeScores.infinity
        if isWish, !anyAvailable(scores.rows[resource]) { scores.rows[resource] = before }
        noteChanges(of: resource, since: before, .primary(place))
    }

    private mutating func apply(_ colocation: Colocation, to dependent: ResourceIndex, primary: ResourceIndex) {
        switch conditions.resources[primary].kind {
        case .primitive: apply(colocation, to: dependent, node: primary)
        case .group: apply(colocation, to: dependent, group: primary)
        case .clone: apply(colocation, to: dependent, clone: primary)
        }
    }

    private mutating func apply(_ colocation: Colocation, to dependent: ResourceIndex, node primary: ResourceIndex) {
        guard !isOpen[primary], isOpen[dependent] else { return }
        let node = placement.nodes[primary].map { Int($0.value) }
        if node == nil, colocation.score < 0 { return }
        var row = scores.rows[dependent]
        for place in row.indices where row[place] != NodeScores.absent {
            if place == node {
                if colocation.score < NodeScores.infinity { row[place] = NodeScores.sum(colocation.score, row[place]) }
            } else if node == nil || colocation.score >= NodeScores.infinity {
                row[place] = NodeScores.sum(-colocation.score, row[place])
            }
        }
        let isMust = abs(colocation.score) >= NodeScores.infinity
        if isMust || anyAvailable(row) { scores.rows[dependent] = row }
    }

    /// All of the group must be there for what must be with it; any of it will do for what would like to be.
    private mutating func apply(_ colocation: Colocation, to dependent: ResourceIndex, group: ResourceIndex) {
        guard !isOpen[group], let first = placement.children[group].first, let last = placement.children[group].last
        else { return }
        let isMust = colocation.score >= NodeScores.infinity
        if conditions.resources[group].options.isColocated {
            apply(colocation, to: dependent, primary: isMust ? last : first)
        } else if !isMust {
            for member in placement.children[group] { apply(colocation, to: dependent, primary: member) }
        }
    }

    private mutating func apply(_ colocation: Colocation, to dependent: ResourceIndex, clone: ResourceIndex) {
        guard !isOpen[clone] else { return }
        if isInterleaved(colocation) {
            pair(dependent, with: clone, colocation)
        } else if colocation.score >= NodeScores.infinity {
            let nodes = placement.children[clone].filter { !isBlocked($0) }.compactMap { placement.onlyNode(of: $0) }
            for place in conditions.nodes.indices where !nodes.contains(NodeIndex(place)) {
                guard scores.rows[dependent][place] != NodeScores.absent else { continue }
                scores.rows[dependent][place] = -NodeScores.infinity
            }
            for node in nodes where scores.rows[dependent][node] == NodeScores.absent {
                scores.rows[dependent][node] = -NodeScores.infinity
            }
        } else {
            for instance in placement.children[clone] { apply(colocation, to: dependent, primary: instance) }
        }
    }

    private func isInterleaved(_ colocation: Colocation) -> Bool {
        let dependent = conditions.resources[colocation.dependent]
        guard dependent.kind == .clone, dependent.options.isInterleaved else { return false }
        let limits = [colocation.dependent, colocation.primary].map {
            conditions.resources[$0].options.meta["clone-node-max"].flatMap(ValueText.number) ?? 1
        }
        return limits[0] == limits[1]
    }

    /// An instance goes with that instance of the other clone which is on the best node for it.
    private mutating func pair(_ dependent: ResourceIndex, with clone: ResourceIndex, _ colocation: Colocation) {
        if let instance = partner(of: dependent, in: clone) {
            apply(colocation, to: dependent, primary: instance)
        } else if colocation.score >= NodeScores.infinity {
            assignDeep(dependent, to: nil)
        }
    }

    private func partner(of dependent: ResourceIndex, in clone: ResourceIndex) -> ResourceIndex? {
        var byNode = [ResourceIndex?](repeating: nil, count: conditions.nodes.count)
        for instance in placement.children[clone] where !isBlocked(instance) {
            guard let node = placement.onlyNode(of: instance), byNode[node] == nil else { continue }
            byNode[node] = instance
        }
        if let node = placement.nodes[dependent] { return byNode[node] }
        let row = scores.rows[dependent]
        var best: Int?
        for place in row.indices where row[place] != NodeScores.absent && byNode[place] != nil {
            if let known = best, !isBetter(place, known, row, nil) { continue }
            best = place
        }
        return best.flatMap { byNode[$0] }
    }

    private func isBlocked(_ resource: ResourceIndex) -> Bool {
        conditions.resources[resource].isBlocked || placement.children[resource].contains { isBlocked($0) }
    }

    // MARK: What dependents would like

    /// The wishes of a dependent, and of those that depend on it, count for the primary, by the weight of the
    /// colocation.
    mutating func heed(_ place: Int32, for resource: ResourceIndex) {
        let colocation = colocation(place)
        guard hasInfluence(colocation, on: colocation.primary) else { return }
        let before = scores.rows[resource]
        var row = before
        let isClone = conditions.resources[resource].kind == .clone
        merge(
            colocation.dependent, into: &row, factor: Self.factor(colocation),
            Merging(isOptional: true, isNeverNegative: isClone))
        scores.rows[resource] = row
        noteChanges(of: resource, since: before, .dependent(place))
    }

    /// A resource that runs already is not moved for a dependent whose colocation has no influence.
    func hasInfluence(_ colocation: Colocation, on resource: ResourceIndex) -> Bool {
        colocation.hasInfluence || conditions.resources[resource].runningOn.isEmpty
    }

    static func factor(_ colocation: Colocation) -> Float {
        Float(colocation.score) / Float(NodeScores.infinity)
    }

    mutating func noteChanges(of resource: ResourceIndex, since before: [Int32], _ kind: ScoreOrigin.Kind) {
        guard scores.detail == .origins else { return }
        let row = scores.rows[resource]
        for place in row.indices where row[place] != before[place] {
            let known = before[place] == NodeScores.absent ? 0 : before[place]
            let given = abs(row[place]) >= NodeScores.infinity ? row[place] : row[place] - known
            scores.note(resource, NodeIndex(place), kind, given, before[place], row[place])
        }
    }
}
