extension PlacementRun {
    /// Below zero where the left instance of a clone is placed before the right one.
    mutating func sign(_ left: ResourceIndex, _ right: ResourceIndex) -> Int {
        let counts = (conditions.resources[left].runningOn.count, conditions.resources[right].runningOn.count)
        if counts.0 > 0, counts.1 > 0, counts.0 != counts.1 { return counts.0 - counts.1 }
        let nodes = (conditions.currentNode(of: left), conditions.currentNode(of: right))
        let allowed = (allowedNode(left, nodes.0), allowedNode(right, nodes.1))
        let isLost = (nodes.0 != nil && allowed.0 == nil, nodes.1 != nil && allowed.1 == nil)
        if isLost.0 != isLost.1 { return isLost.0 ? 1 : -1 }
        let priorities = (conditions.resources[left].options.priority, conditions.resources[right].options.priority)
        if priorities.0 != priorities.1 { return priorities.0 > priorities.1 ? -1 : 1 }
        guard let one = allowed.0, let other = allowed.1 else {
            return allowed.0 == nil ? allowed.1 == nil ? 0 : 1 : -1
        }
        return signOfRunning(left, one, right, other)
    }

    private func allowedNode(_ instance: ResourceIndex, _ node: NodeIndex?) -> NodeIndex? {
        guard let node, scores.rows[instance][node] >= 0 else { return nil }
        return node
    }

    private mutating func signOfRunning(
        _ left: ResourceIndex, _ one: NodeIndex, _ right: ResourceIndex, _ other: NodeIndex
    ) -> Int {
        let usable = (isUsable[Int(one.value)], isUsable[Int(other.value)])
        if usable.0 != usable.1 { return usable.0 ? -1 : 1 }
        let isKnown = (isKnown(one, above: left), isKnown(other, above: right))
        guard isKnown.0, isKnown.1 else { return isKnown.0 == isKnown.1 ? 0 : isKnown.0 ? -1 : 1 }
        let isFailed = (didFail(left), didFail(right))
        if isFailed.0 != isFailed.1 { return isFailed.0 ? 1 : -1 }
        let wishes = (wish(of: left, on: one), wish(of: right, on: other))
        if wishes.0 != wishes.1 { return wishes.0 > wishes.1 ? -1 : 1 }
        return (conditions.resources[left].instance ?? 0) - (conditions.resources[right].instance ?? 0)
    }

    private func isKnown(_ node: NodeIndex, above instance: ResourceIndex) -> Bool {
        scores.rows[conditions.resources[instance].parent ?? instance][node] != NodeScores.absent
    }

    private func didFail(_ resource: ResourceIndex) -> Bool {
        conditions.resources[resource].isFailed || placement.children[resource].contains { didFail($0) }
    }

    /// What the colocations of its clone make of the node an instance runs on.
    private mutating func wish(of instance: ResourceIndex, on node: NodeIndex) -> Int32 {
        guard let clone = conditions.resources[instance].parent else { return 0 }
        var row = [Int32](repeating: NodeScores.absent, count: conditions.nodes.count)
        row[node] = conditions.nodes[node].finalBaseScore
        for place in scores.dependentIn[clone] {
            merge(
                colocation(place).primary, into: &row, factor: Self.factor(colocation(place)),
                Merging(isOptional: false, isNeverNegative: false))
        }
        for place in scores.primaryIn[clone] where hasInfluence(colocation(place), on: instance) {
            merge(
                colocation(place).dependent, into: &row, factor: Self.factor(colocation(place)),
                Merging(isOptional: false, isNeverNegative: true))
        }
        return row[node]
    }
}
