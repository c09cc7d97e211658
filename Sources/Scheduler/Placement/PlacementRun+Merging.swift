/// How the scores of one resource are merged into those of another.
struct Merging {
    /// Where it would leave no node at all, nothing of it counts.
    var isOptional: Bool
    /// No node gets worse than zero by it.
    var isNeverNegative: Bool
}

extension PlacementRun {
    /// Marks a node that would have become negative, until all is merged.
    private static let spoiled = -100 * NodeScores.infinity

    /// Adds the scores of a resource, times a factor, and then those of all that shall be with it.
    mutating func merge(_ resource: ResourceIndex, into row: inout [Int32], factor: Float, _ merging: Merging) {
        // A circle of colocations: it ends here.
        guard !isMerging[resource], descend(to: resource, merging: true) else { return }
        isMerging[resource] = true
        defer {
            isMerging[resource] = false
            ascend()
        }
        var work = row
        if conditions.resources[resource].kind == .group {
            guard let first = placement.children[resource].first else { return }
            merge(first, into: &work, factor: factor, merging)
        } else {
            mergeOwn(resource, into: &work, factor, merging)
        }
        if anyAvailable(work) {
            let next = Merging(isOptional: true, isNeverNegative: merging.isNeverNegative)
            for place in dependents(of: resource) {
                let colocation = colocation(place)
                guard hasInfluence(colocation, on: colocation.primary) else { continue }
                let sign: Float = factor < 0 ? -1 : 1
                merge(colocation.dependent, into: &work, factor: sign * Self.factor(colocation), next)
            }
        } else if merging.isOptional {
            return
        }
        if merging.isNeverNegative { for place in work.indices where work[place] == Self.spoiled { work[place] = 1 } }
        row = work
    }

    private func dependents(of resource: ResourceIndex) -> [Int32] {
        guard conditions.resources[resource].kind == .group, let last = placement.children[resource].last else {
            return scores.primaryIn[resource]
        }
        return scores.primaryIn[last]
    }

    private func mergeOwn(_ resource: ResourceIndex, into row: inout [Int32], _ factor: Float, _ merging: Merging) {
        let own = scores.rows[resource]
        for place in row.indices where row[place] != NodeScores.absent {
            let score = isUsable[place] && own[place] > -NodeScores.infinity ? own[place] : -NodeScores.infinity
            // A dislike of what is disliked is no liking.
            if factor < 0 && score < 0 || row[place] == Self.spoiled { continue }
            let sum = NodeScores.sum(Self.weighted(score, by: factor), row[place])
            if merging.isNeverNegative, sum < 0, row[place] >= 0 {
                if row[place] > 0 { row[place] = Self.spoiled }
                continue
            }
            row[place] = sum
        }
    }

    /// Rounded, but never to zero.
    private static func weighted(_ score: Int32, by factor: Float) -> Int32 {
        let product = Double(factor * Float(score))
        let rounded = Int32(product < 0 ? product - 0.5 : product + 0.5)
        guard rounded == 0, score != 0 else { return rounded }
        return factor > 0 ? 1 : factor < 0 ? -1 : 0
    }
}
