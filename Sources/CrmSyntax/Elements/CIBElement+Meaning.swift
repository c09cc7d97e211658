import ClusterModel

extension CIBElement {
    /// Equal but for the order of attributes, the order of children of different names, and ids that one of them lacks.
    func saysTheSame(as other: CIBElement) -> Bool {
        guard name == other.name, verbatim == nil, other.verbatim == nil, hasSameAttributes(as: other),
            children.count == other.children.count
        else { return false }
        let others = Dictionary(grouping: other.children, by: \.name)
        for (name, mine) in Dictionary(grouping: children, by: \.name) {
            guard let theirs = others[name], mine.count == theirs.count,
                zip(mine, theirs).allSatisfy({ $0.saysTheSame(as: $1) })
            else { return false }
        }
        return true
    }

    private func hasSameAttributes(as other: CIBElement) -> Bool {
        guard attributes.inside == other.attributes.inside else { return false }
        let names = Set(attributes.pairs.map(\.name)).union(other.attributes.pairs.map(\.name))
        return names.allSatisfy { name in
            self[name] == other[name] || name == "id" && (self[name] == nil || other[name] == nil)
        }
    }
}
