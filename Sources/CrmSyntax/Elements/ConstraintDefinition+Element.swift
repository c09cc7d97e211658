import ClusterModel

extension ConstraintDefinition {
    init(_ kind: Kind, _ element: CIBElement) {
        self.init(kind, attributes: element.attributes)
        rules = element.children("rule").map(Rule.init)
        sets = element.children("resource_set").map { set in
            ResourceSet(attributes: set.attributes, members: set.children("resource_ref").map(\.id))
        }
        unknown = element.unknown(but: "rule", "resource_set")
    }

    var element: CIBElement {
        let sets = sets.map { set in
            CIBElement("resource_set", set.attributes, set.members.map { CIBElement("resource_ref", ["id": $0]) })
        }
        return CIBElement(kind.rawValue, attributes, sets + rules.map(\.element) + unknown.map(CIBElement.init))
    }
}
