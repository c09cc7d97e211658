import ClusterModel

/// The values of sets of attributes as they hold: rules and scores decide which set counts.
struct AttributeReading {
    var references: References
    var evaluation = RuleEvaluation()

    init(_ references: References) {
        self.references = references
        evaluation.rules = references.rules
    }

    /// - Parameter first: the id of the set that goes before all others, whatever their scores.
    func read(
        _ sets: [AttributeSet], first: String? = nil, overwriting: Bool = false, into table: inout NameTable
    ) {
        guard !sets.isEmpty else { return }
        for set in ordered(sets, first: first, overwriting: overwriting) where holds(set) {
            for pair in set.pairs { read(pair, overwriting: overwriting, into: &table) }
        }
    }

    private func holds(_ set: AttributeSet) -> Bool { set.rule.map(evaluation.holds) ?? true }

    private func read(_ pair: AttributeSet.Pair, overwriting: Bool, into table: inout NameTable) {
        let referred = pair.reference.flatMap { references.pairs[$0] }
        guard let value = pair.value ?? referred?.value else { return }
        let name = pair.name.isEmpty ? referred?.name ?? "" : pair.name
        if value == "#default" {
            if overwriting { table.remove(name) }
        } else if overwriting {
            table.set(name, value)
        } else {
            table.add(name, value)
        }
    }

    /// Highest score first, or last where later values overwrite; of equal ones the last in the source goes first, as
    /// in
    /// Pacemaker 2.1.5.
    private func ordered(_ sets: [AttributeSet], first: String?, overwriting: Bool) -> [AttributeSet] {
        let resolved = sets.reversed().compactMap { set in
            set.reference.map { references.sets[$0] } ?? set
        }
        guard resolved.count > 1 else { return resolved }
        return MergeSort.sorted(resolved) { left, right in
            if left.id == first { return -1 }
            if right.id == first { return 1 }
            let scores = (ValueText.score(left.attributes["score"]), ValueText.score(right.attributes["score"]))
            let sign = scores.0 == scores.1 ? 0 : scores.0 < scores.1 ? 1 : -1
            return overwriting ? -sign : sign
        }
    }
}
