import ClusterModel

extension ConstraintDefinition {
    init(_ kind: Kind, _ element: CIBElement) {
        self.init(kind, attributes: element.attributes)
        rules = element.children("rule").map(Rule.init)
        sets = element.children("resource_set").map { set in
            ResourceSet(attributes: set.attributes, references: set.children("resource_ref").map(\.attributes))
        }
        unknown = element.unknown(but: "rule", "resource_set")
    }

    var element: CIBElement {
        let sets = sets.map { set in
            CIBElement("resource_set", set.attributes, set.references.map { CIBElement("resource_ref", $0) })
        }
        return CIBElement(kind.rawValue, attributes, sets + rules.map(\.element) + unknown.map(CIBElement.init))
    }
}
