import ClusterModel

extension ResourceDefinition {
    /// Of a resource without the resources in it.
    init(_ kind: Kind, _ element: CIBElement) {
        self.init(kind, attributes: element.attributes)
        parameters = element.children("instance_attributes").map(AttributeSet.init)
        meta = element.children("meta_attributes").map(AttributeSet.init)
        utilization = element.children("utilization").map(AttributeSet.init)
        for operations in element.children("operations") {
            operationsAttributes.merge(operations.attributes)
            self.operations += operations.children("op").map(OperationDefinition.init)
        }
        unknown = element.unknown(but: "instance_attributes", "meta_attributes", "utilization", "operations")
    }

    /// Without the resources in it.
    func element(_ name: String) -> CIBElement {
        var children = parameters.map { $0.element("instance_attributes") }
        children += meta.map { $0.element("meta_attributes") }
        children += utilization.map { $0.element("utilization") }
        if !operations.isEmpty || !operationsAttributes.isEmpty {
            children.append(CIBElement("operations", operationsAttributes, operations.map(\.element)))
        }
        return CIBElement(name, attributes, children + unknown.map(CIBElement.init))
    }
}

extension OperationDefinition {
    init(_ element: CIBElement) {
        self.init(attributes: element.attributes)
        parameters = element.children("instance_attributes").map(AttributeSet.init)
        meta = element.children("meta_attributes").map(AttributeSet.init)
        unknown = element.unknown(but: "instance_attributes", "meta_attributes")
    }

    var element: CIBElement {
        let sets = parameters.map { $0.element("instance_attributes") } + meta.map { $0.element("meta_attributes") }
        return CIBElement("op", attributes, sets + unknown.map(CIBElement.init))
    }
}
