import ClusterModel

extension ConstraintDefinition {
    /// Nil for an element that is no constraint.
    init?(_ element: XMLElement) throws(CIBError) {
        guard let kind = Kind(rawValue: element.name) else { return nil }
        self.init(kind, attributes: element.attributes)
        unknown = try element.sorted { child throws(CIBError) in
            switch child.name {
            case "rule": try rules.append(Rule(child))
            case "resource_set": try sets.append(ResourceSet(child))
            default: return false
            }
            return true
        }
    }
}

extension ResourceSet {
    init(_ element: XMLElement) throws(CIBError) {
        var references: [ElementAttributes] = []
        let attributes = try element.withInside(referring: "resource_ref", to: &references)
        self.init(attributes: attributes, references: references)
    }
}
