import ClusterModel

extension ScoreTable {
    /// Those of the configuration, then those of groups: each member with the one before it.
    mutating func readColocations(
        _ configuration: CIBConfiguration, _ conditions: ClusterConditions, _ complaints: inout [Complaint]
    ) {
        for constraint in configuration.constraints where constraint.kind == .colocation {
            read(constraint, conditions, &complaints)
        }
        for top in conditions.tops { addGroupColocations(top, conditions) }
    }

    private mutating func read(
        _ constraint: ConstraintDefinition, _ conditions: ClusterConditions, _ complaints: inout [Complaint]
    ) {
        let score = ValueText.score(constraint.attributes["score"])
        guard score != 0 else { return }
        var ends: [ResourceIndex] = []
        for name in ["rsc", "with-rsc"] {
            let id = constraint.attributes[name] ?? ""
            guard let end = conditions.resource(id) else {
                let text = "Ignoring constraint '\(constraint.id)' because resource '\(id)' does not exist"
                return complaints.append(Complaint(.error, text, place: constraint.id))
            }
            ends.append(end)
        }
        var colocation = Colocation(id: constraint.id, score: score, dependent: ends[0], primary: ends[1])
        let isCritical = conditions.resources[ends[0]].options.isCritical
        colocation.hasInfluence = constraint.attributes["influence"].flatMap(ValueText.boolean) ?? isCritical
        add(colocation, conditions)
    }

    private mutating func addGroupColocations(_ resource: ResourceIndex, _ conditions: ClusterConditions) {
        let condition = conditions.resources[resource]
        for child in condition.children { addGroupColocations(child, conditions) }
        guard condition.kind == .group, condition.options.isColocated else { return }
        for (before, member) in zip(condition.children, condition.children.dropFirst()) {
            var colocation = Colocation(
                id: "group:internal_colocation", score: NodeScores.infinity, dependent: member, primary: before)
            colocation.hasInfluence = conditions.resources[member].options.isCritical
            colocation.isGroup = true
            add(colocation, conditions)
        }
    }

    private mutating func add(_ colocation: Colocation, _ conditions: ClusterConditions) {
        let place = Int32(truncatingIfNeeded: colocations.count)
        colocations.append(colocation)
        addDependent(colocation.dependent, in: place, conditions)
        addPrimary(colocation.primary, in: place, conditions)
    }

    /// The resource is dependent in that colocation.
    mutating func addDependent(_ resource: ResourceIndex, in place: Int32, _ conditions: ClusterConditions) {
        let end = colocations[Int(place)].primary
        let first = self.place(of: end, in: dependentIn[resource], \.primary, conditions)
        dependentIn[resource].insert(place, at: first)
    }

    /// The resource is primary in that colocation.
    mutating func addPrimary(_ resource: ResourceIndex, in place: Int32, _ conditions: ClusterConditions) {
        let end = colocations[Int(place)].dependent
        let first = self.place(of: end, in: primaryIn[resource], \.dependent, conditions)
        primaryIn[resource].insert(place, at: first)
    }

    /// Before the first one that it does not come after.
    private func place(
        of end: ResourceIndex, in list: [Int32], _ other: KeyPath<Colocation, ResourceIndex>,
        _ conditions: ClusterConditions
    ) -> Int {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if conditions.comesAfter(end, colocations[Int(list[middle])][keyPath: other]) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension ClusterConditions {
    /// By falling priority, clones before groups before primitives, then by their ids.
    fileprivate func comesAfter(_ left: ResourceIndex, _ right: ResourceIndex) -> Bool {
        let priorities = (resources[left].options.priority, resources[right].options.priority)
        if priorities.0 != priorities.1 { return priorities.0 < priorities.1 }
        let kinds = (resources[left].kind.rawValue, resources[right].kind.rawValue)
        if kinds.0 != kinds.1 { return kinds.0 < kinds.1 }
        return resources[right].id.utf8.lexicographicallyPrecedes(resources[left].id.utf8)
    }
}
