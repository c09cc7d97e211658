extension PlacementRun {
    mutating func placePrimitive(_ resource: ResourceIndex, preferring wish: NodeIndex?) -> NodeIndex? {
        if let parent = conditions.resources[resource].parent, !isPlacing[parent] { place(parent, preferring: wish) }
        guard isOpen[resource] else { return placement.nodes[resource] }
        // A circle of colocations: it ends here.
        guard !isPlacing[resource] else { return nil }
        isPlacing[resource] = true
        for place in scores.dependentIn[resource] { follow(place, of: resource) }
        for place in scores.primaryIn[resource] { heed(place, for: resource) }
        settleRole(resource)
        show(resource, at: .primitive)
        choose(resource, preferring: wish)
        isPlacing[resource] = false
        return placement.nodes[resource]
    }

    private mutating func settleRole(_ resource: ResourceIndex) {
        let role = conditions.resources[resource].role
        if placement.roles[resource] == .stopped {
            ban(resource, .targetRole)
        } else if placement.roles[resource] > role, !conditions.hasQuorum,
            conditions.options.withoutQuorum == .freeze
        {
            setRole(resource, role, "no-quorum-policy=freeze")
        }
        if conditions.options.isFencingEnabled, !conditions.hasFenceDevice { placement.isManaged[resource] = false }
    }

    /// From everywhere.
    mutating func ban(_ resource: ResourceIndex, _ kind: ScoreOrigin.Kind) {
        for child in placement.children[resource] { ban(child, kind) }
        for place in conditions.nodes.indices {
            scores.add(
                -NodeScores.infinity, to: resource, on: NodeIndex(place), kind,
                absent: conditions.nodes[place].finalBaseScore)
        }
        placement.nodes[resource] = nil
    }

    private mutating func choose(_ resource: ResourceIndex, preferring wish: NodeIndex?) {
        if !placement.isManaged[resource] {
            setRole(resource, conditions.resources[resource].role, "unmanaged")
            assign(resource, to: conditions.currentNode(of: resource), force: true)
        } else if conditions.options.stopsEverything {
            assign(resource, to: nil, force: true)
        } else if isOpen[resource] {
            assign(resource, to: best(resource, preferring: wish), force: false)
        }
    }

    // MARK: The best node

    private func best(_ resource: ResourceIndex, preferring wish: NodeIndex?) -> NodeIndex? {
        let row = scores.rows[resource]
        let current = conditions.currentNode(of: resource)
        guard let best = first(row, active: current) else { return nil }
        if let wish, row[wish] != NodeScores.absent, row[wish] >= row[best], isAvailable(Int(wish.value), row) {
            return wish
        }
        // Where it is already, if that is just as good; a score of zero does not count.
        let isLoose = row[best] > 0 && isUsable[Int(best.value)]
        if isLoose, let current, canStay(on: current), row[current] == row[best] { return current }
        return best
    }

    private func canStay(on node: NodeIndex) -> Bool {
        isUsable[Int(node.value)] && conditions.nodes[node].finalBaseScore >= 0
    }

    /// The node that goes before all others: by score, then by load, then where the resource is, then by name.
    func first(_ row: [Int32], active: NodeIndex?) -> NodeIndex? {
        var best: Int?
        for place in row.indices where row[place] != NodeScores.absent {
            if let known = best, !isBetter(place, known, row, active) { continue }
            best = place
        }
        return best.map { NodeIndex($0) }
    }

    func isBetter(_ left: Int, _ right: Int, _ row: [Int32], _ active: NodeIndex?) -> Bool {
        let scores = (
            isUsable[left] ? row[left] : -NodeScores.infinity, isUsable[right] ? row[right] : -NodeScores.infinity
        )
        if scores.0 != scores.1 { return scores.0 > scores.1 }
        if load[left] != load[right] { return load[left] < load[right] }
        if let active, left == Int(active.value) { return true }
        if let active, right == Int(active.value) { return false }
        return conditions.nodes[left].name.utf8.lexicographicallyPrecedes(conditions.nodes[right].name.utf8)
    }

    // MARK: Decisions

    /// - Parameter force: even where nothing can run; else it goes nowhere then.
    mutating func assign(_ resource: ResourceIndex, to node: NodeIndex?, force: Bool) {
        var node = node
        if let wish = node, !force, scores.rows[resource][wish] < 0 || !isUsable[Int(wish.value)] {
            setRole(resource, .stopped, "node availability")
            node = nil
        }
        free(resource)
        if isOpen[resource] { placement.order.append(resource) }
        isOpen[resource] = false
        guard let node else { return setRole(resource, .stopped, "unable to allocate") }
        placement.nodes[resource] = node
        load[Int(node.value)] += 1
    }

    /// The decision is taken back; of a group, too.
    mutating func free(_ resource: ResourceIndex) {
        guard let node = placement.nodes[resource] else { return }
        isOpen[resource] = true
        placement.nodes[resource] = nil
        load[Int(node.value)] -= 1
        if let place = placement.order.lastIndex(of: resource) { placement.order.remove(at: place) }
    }

    /// A resource and all that is in it.
    mutating func assignDeep(_ resource: ResourceIndex, to node: NodeIndex?) {
        guard !placement.children[resource].isEmpty else { return assign(resource, to: node, force: true) }
        for child in placement.children[resource] { assignDeep(child, to: node) }
    }
}
