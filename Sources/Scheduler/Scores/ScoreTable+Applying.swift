import ClusterModel

extension ScoreTable {
    /// Adds to a score of one resource; what its parts have does not change.
    mutating func add(
        _ score: Int32, to resource: ResourceIndex, on node: NodeIndex, _ kind: ScoreOrigin.Kind, absent base: Int32
    ) {
        let before = rows[resource][node]
        let after = before == NodeScores.absent ? NodeScores.sum(base, score) : NodeScores.sum(before, score)
        note(resource, node, kind, score, before, after)
        if before != after { rows[resource][node] = after }
    }

    mutating func note(
        _ resource: ResourceIndex, _ node: NodeIndex, _ kind: @autoclosure () -> ScoreOrigin.Kind, _ score: Int32,
        _ before: Int32, _ after: Int32
    ) {
        guard detail == .origins else { return }
        origins.append(
            ScoreOrigin(resource: resource, node: node, kind: kind(), score: score, before: before, after: after))
    }

    /// Adds to the scores of a resource and of all that is in it.
    mutating func addDeep(
        _ score: Int32, to resource: ResourceIndex, on node: NodeIndex, _ kind: ScoreOrigin.Kind,
        _ conditions: ClusterConditions
    ) {
        for child in conditions.resources[resource].children {
            addDeep(score, to: child, on: node, kind, conditions)
        }
        add(score, to: resource, on: node, kind, absent: conditions.nodes[node].finalBaseScore)
    }

    mutating func apply(_ scores: [HistoryScore], _ conditions: ClusterConditions) {
        for given in scores {
            let nodes = given.node.map { [$0] } ?? conditions.nodes.indices.map { NodeIndex($0) }
            for node in nodes where !given.replaces {
                addDeep(given.score, to: given.resource, on: node, .history(given.reason), conditions)
            }
            guard given.replaces else { continue }
            for node in nodes {
                let before = rows[given.resource][node]
                note(given.resource, node, .history(given.reason), given.score, before, given.score)
            }
            rows[given.resource] = Array(repeating: given.score, count: conditions.nodes.count)
        }
    }

    // MARK: Location

    mutating func apply(_ location: Location, _ conditions: ClusterConditions) {
        apply(location, to: location.resource, isScored: true, conditions)
    }

    /// - Parameter isScored: else only that the nodes are allowed counts: the first member of a group has the scores.
    private mutating func apply(
        _ location: Location, to resource: ResourceIndex, isScored: Bool, _ conditions: ClusterConditions
    ) {
        let condition = conditions.resources[resource]
        if location.role == .unknown || location.role == condition.nextRole {
            for (node, score) in location.scores {
                add(isScored ? score : 0, to: resource, on: node, location.kind, absent: 0)
                discover(location.discovery, resource, node)
            }
        }
        for (place, child) in condition.children.enumerated() {
            let isFirst = condition.kind != .group || !condition.options.isColocated || place == 0
            apply(location, to: child, isScored: isScored && isFirst, conditions)
        }
    }

    private mutating func discover(_ discovery: Discovery, _ resource: ResourceIndex, _ node: NodeIndex) {
        guard discovery != .always else { return }
        if discoveries[resource].isEmpty {
            discoveries[resource] = Array(repeating: .always, count: rows[resource].count)
        }
        guard discoveries[resource][node] < discovery else { return }
        discoveries[resource][node] = discovery
        if discovery == .exclusive { isExclusive[resource] = true }
    }

    // MARK: What speaks for or against a node by itself

    /// A managed resource likes to stay where it is.
    mutating func applyStickiness(_ conditions: ClusterConditions) {
        for (place, condition) in conditions.resources.enumerated() {
            let resource = ResourceIndex(place)
            guard condition.children.isEmpty, condition.isManaged, condition.options.stickiness > 0,
                condition.runningOn.count == 1, let node = condition.runningOn.first,
                conditions.options.isSymmetric || isAllowed(resource, node)
            else { continue }
            add(
                condition.options.stickiness, to: resource, on: node, .stickiness,
                absent: conditions.nodes[node].finalBaseScore)
        }
    }

    /// A resource that failed too often on a node must leave it.
    mutating func applyThresholds(_ conditions: ClusterConditions) {
        for place in conditions.nodes.indices {
            let node = NodeIndex(place)
            for resource in conditions.failCounts[place].names.flatMap({ conditions.primitives(named: $0) })
            where conditions.hasFailedTooOften(resource, on: node) {
                let banned = conditions.resources[resource].isUnique ? resource : conditions.top(of: resource)
                addDeep(-NodeScores.infinity, to: banned, on: node, .migrationThreshold, conditions)
            }
        }
    }

    /// Where discovery of the outermost resource is exclusive, nodes that are not named are out.
    mutating func applyExclusiveDiscovery(_ conditions: ClusterConditions) {
        guard isExclusive.contains(true) else { return }
        for place in conditions.resources.indices {
            let resource = ResourceIndex(place)
            guard isExclusive[conditions.top(of: resource)] else { continue }
            for node in conditions.nodes.indices.map({ NodeIndex($0) })
            where isAllowed(resource, node) && discovery(resource, node) != .exclusive {
                note(resource, node, .discovery, -NodeScores.infinity, rows[resource][node], -NodeScores.infinity)
                rows[resource][node] = -NodeScores.infinity
            }
        }
    }
}

extension ClusterConditions {
    /// The primitive of that id, and all instances of it where it is in a clone.
    fileprivate func primitives(named name: String) -> [ResourceIndex] {
        if let clone = cloneOfMember[name] {
            return leaves(of: clone) { definitions[resources[$0].definition].id == name }
        }
        return resourceIndices[name].map { [$0] } ?? []
    }

    private func leaves(of resource: ResourceIndex, where isWanted: (ResourceIndex) -> Bool) -> [ResourceIndex] {
        let children = resources[resource].children
        guard !children.isEmpty else { return isWanted(resource) ? [resource] : [] }
        return children.flatMap { leaves(of: $0, where: isWanted) }
    }

    fileprivate func hasFailedTooOften(_ resource: ResourceIndex, on node: NodeIndex) -> Bool {
        let condition = resources[resource]
        guard condition.children.isEmpty, let threshold = condition.options.migrationThreshold,
            !condition.ignoresFailure
        else { return false }
        let failures = failCount(of: resource, on: node)
        guard failures >= threshold, failures > 0 else { return false }
        return !clearedFailures.contains { $0.resource == resource && $0.node == node }
    }
}
