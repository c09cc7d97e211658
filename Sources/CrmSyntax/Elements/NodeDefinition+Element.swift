import ClusterModel

extension NodeDefinition {
    init(_ element: CIBElement) {
        self.init(attributes: element.attributes)
        attributeSets = element.children("instance_attributes").map(AttributeSet.init)
        utilization = element.children("utilization").map(AttributeSet.init)
        unknown = element.unknown(but: "instance_attributes", "utilization")
    }

    var element: CIBElement {
        let sets =
            attributeSets.map { $0.element("instance_attributes") }
            + utilization.map { $0.element("utilization") }
        return CIBElement("node", attributes, sets + unknown.map(CIBElement.init))
    }
}

extension TagDefinition {
    init(_ element: CIBElement) {
        self.init(attributes: element.attributes, references: element.children("obj_ref").map(\.attributes))
    }

    var element: CIBElement {
        CIBElement("tag", attributes, references.map { CIBElement("obj_ref", $0) })
    }
}
