extension PlacementRun {
    mutating func placeClone(_ clone: ResourceIndex, preferring wish: NodeIndex?) -> NodeIndex? {
        guard isOpen[clone], !isPlacing[clone] else { return nil }
        isPlacing[clone] = true
        for place in scores.dependentIn[clone] { self.place(colocation(place).primary, preferring: wish) }
        for place in scores.primaryIn[clone] { heed(place, for: clone) }
        show(clone, at: .clone)
        placement.children[clone] = MergeSort.sorted(placement.children[clone]) { sign($0, $1) }
        distribute(clone)
        isOpen[clone] = false
        isPlacing[clone] = false
        return nil
    }

    /// First those that run stay where they are, as far as that is fair; then the others go to the best nodes.
    private mutating func distribute(_ clone: ResourceIndex) {
        let row = scores.rows[clone]
        let usable = row.indices.filter { row[$0] != NodeScores.absent && isUsable[$0] }.count
        let most = conditions.resources[clone].options.cloneMax
        let fair = usable > 0 ? max(1, most / usable) : 1
        instances[clone] = Array(repeating: 0, count: row.count)
        var placed = 0
        for instance in placement.children[clone] where placed < most {
            if stays(instance, in: clone, all: most < usable, fair) { placed += 1 }
        }
        for instance in placement.children[clone] where isOpen[instance] {
            if placed >= most {
                ban(instance, .cloneLimit)
            } else if place(instance, of: clone, preferring: nil, all: most < usable) != nil {
                placed += 1
            }
        }
    }

    private mutating func stays(_ instance: ResourceIndex, in clone: ResourceIndex, all: Bool, _ fair: Int) -> Bool {
        guard isOpen[instance], !conditions.resources[instance].isFailed,
            let node = conditions.currentNode(of: instance), isUsable[Int(node.value)],
            conditions.nodes[node].finalBaseScore >= 0
        else { return false }
        if scores.rows[clone][node] != NodeScores.absent, count(clone, node) >= fair { return false }
        return place(instance, of: clone, preferring: node, all: all) != nil
    }

    private func count(_ clone: ResourceIndex, _ node: NodeIndex) -> Int { Int(instances[clone]?[node] ?? 0) }

    /// - Parameters:
    ///   - wish: the node it runs on; it goes there or is not placed now.
    ///   - all: not every node gets an instance: then all colocations of the clone count for each.
    private mutating func place(
        _ instance: ResourceIndex, of clone: ResourceIndex, preferring wish: NodeIndex?, all: Bool
    ) -> NodeIndex? {
        guard !isPlacing[instance] else { return nil }
        handDownColocations(of: clone, to: instance, all: all)
        if let wish, scores.rows[instance][wish] < 0 { return nil }
        banFullNodes(instance, of: clone)
        let before = scores.rows[instance]
        let chosen = place(instance, preferring: wish)
        guard let chosen else { return nil }
        if let wish, chosen != wish {
            scores.rows[instance] = before
            free(instance)
            return nil
        }
        if scores.rows[clone][chosen] != NodeScores.absent { instances[clone]?[chosen] += 1 }
        return chosen
    }

    private mutating func handDownColocations(of clone: ResourceIndex, to instance: ResourceIndex, all: Bool) {
        for place in scores.dependentIn[clone] {
            let score = colocation(place).score
            if all || score < 0 || score == NodeScores.infinity { scores.addDependent(instance, in: place, conditions) }
        }
        for place in scores.primaryIn[clone] where hasInfluence(colocation(place), on: instance) {
            if all || colocation(place).score < 0 { scores.addPrimary(instance, in: place, conditions) }
        }
    }

    /// Where the clone may not run, or has its instances already, no other instance may go.
    private mutating func banFullNodes(_ instance: ResourceIndex, of clone: ResourceIndex) {
        let limit = conditions.resources[clone].options.cloneNodeMax
        for place in conditions.nodes.indices where scores.rows[instance][place] != NodeScores.absent {
            let node = NodeIndex(place)
            let isFree =
                isUsable[place] && !conditions.resources[instance].isOrphan && scores.rows[clone][place] >= 0
                && count(clone, node) < limit
            if !isFree { banDeep(instance, on: node) }
        }
    }

    /// As far as it knows the node at all.
    private mutating func banDeep(_ resource: ResourceIndex, on node: NodeIndex) {
        if scores.rows[resource][node] != NodeScores.absent {
            scores.add(-NodeScores.infinity, to: resource, on: node, .cloneLimit, absent: 0)
        }
        for child in placement.children[resource] { banDeep(child, on: node) }
    }
}
