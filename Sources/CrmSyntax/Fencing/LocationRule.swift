import ClusterModel

/// The expression of a rule, as far as `stonithd` can evaluate it alone: comparisons of `#uname` with node names, all
/// joined by `or` or all by `and`.
struct LocationRule {
    enum Comparison: Equatable {
        case equal(NodeName)
        case other(NodeName)
    }

    private var comparisons: [Comparison] = []
    private var isAnd = false

    /// Nil for every other expression.
    init?(_ words: ArraySlice<Word>) {
        var rest = words
        var joints: Set<String> = []
        while true {
            guard rest.count >= 3, let comparison = Self.comparison(Array(rest.prefix(3))) else { return nil }
            comparisons.append(comparison)
            rest = rest.dropFirst(3)
            guard let joint = rest.popFirst() else { break }
            guard joint.isKeyword("and", "or") else { return nil }
            joints.insert(joint.text.lowercased())
        }
        guard joints.count <= 1 else { return nil }
        isAnd = joints.contains("and")
    }

    /// False for nothing at all, and for what compares `#uname` and breaks off.
    static func isWhole(_ words: ArraySlice<Word>) -> Bool {
        let last = words.split { $0.isKeyword("and", "or") }.last
        guard let last, words.last?.isKeyword("and", "or") == false else { return false }
        return last.count >= 3 || last.first?.isKeyword("#uname") == false
    }

    private static func comparison(_ words: [Word]) -> Comparison? {
        guard words[0].isKeyword("#uname"), let node = NodeName(words[2].text) else { return nil }
        if words[1].isKeyword("eq", "string:eq") { return .equal(node) }
        return words[1].isKeyword("ne", "string:ne") ? .other(node) : nil
    }

    /// The bans that say the same, given all nodes there are.
    func bans(among nodes: [NodeName]) -> [DeviceConfiguration.Ban] {
        guard isAnd, comparisons.count > 1 else { return comparisons.map(Self.ban) }
        var (equal, other) = (Set<NodeName>(), Set<NodeName>())
        for comparison in comparisons {
            switch comparison {
            case .equal(let node): equal.insert(node)
            case .other(let node): other.insert(node)
            }
        }
        if let node = equal.first { return equal.count == 1 && !other.contains(node) ? [.on(node)] : [] }
        if other.count == 1, let node = other.first { return [.everywhereBut(node)] }
        return nodes.filter { !other.contains($0) }.map { .on($0) }
    }

    private static func ban(_ comparison: Comparison) -> DeviceConfiguration.Ban {
        switch comparison {
        case .equal(let node): .on(node)
        case .other(let node): .everywhereBut(node)
        }
    }
}
