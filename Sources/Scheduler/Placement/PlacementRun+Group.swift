extension PlacementRun {
    mutating func placeGroup(_ group: ResourceIndex, preferring wish: NodeIndex?) -> NodeIndex? {
        guard isOpen[group], !isPlacing[group] else { return nil }
        guard let first = placement.children[group].first else {
            isOpen[group] = false
            return nil
        }
        isPlacing[group] = true
        handDownColocations(of: group)
        show(group, at: .group)
        var node: NodeIndex?
        for member in placement.children[group] {
            let chosen = place(member, preferring: wish)
            if node == nil { node = chosen }
        }
        setRole(group, placement.roles[first], "first group member")
        isPlacing[group] = false
        isOpen[group] = false
        return conditions.resources[group].options.isColocated ? node : nil
    }

    /// What the group shall be with, its first member shall be with: the others follow that one. What shall be with the
    /// group is with its last member.
    private mutating func handDownColocations(of group: ResourceIndex) {
        let members = placement.children[group]
        guard let first = members.first, let last = members.last else { return }
        let own = scores.dependentIn[group]
        for place in own { scores.addDependent(first, in: place, conditions) }
        var isOneUnmanaged = !placement.isManaged[first]
        for member in members.dropFirst() {
            if isOneUnmanaged {
                // It stays where it is: those after it must hear of mandatory colocations themselves.
                for place in own where colocation(place).score == NodeScores.infinity {
                    scores.addDependent(member, in: place, conditions)
                }
            } else if !placement.isManaged[member] {
                isOneUnmanaged = true
            }
        }
        scores.dependentIn[group] = []
        for place in scores.primaryIn[group] { scores.addPrimary(last, in: place, conditions) }
        scores.primaryIn[group] = []
    }
}
