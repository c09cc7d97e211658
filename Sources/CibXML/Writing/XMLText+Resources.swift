import ClusterModel

extension XMLText {
    mutating func add(_ resource: ResourceDefinition) {
        if case .bundle(let xml) = resource.kind {
            return element("bundle", resource.attributes, isEmpty: xml.isEmpty) { $0.raw(xml) }
        }
        let name = resource.elementName
        element(name, resource.attributes, isEmpty: resource.isBare) { text in
            for set in resource.parameters { text.add(set, "instance_attributes") }
            for set in resource.meta { text.add(set, "meta_attributes") }
            for set in resource.utilization { text.add(set, "utilization") }
            text.addOperations(of: resource)
            for member in resource.members { text.add(member) }
            text.add(resource.unknown, of: name)
        }
    }

    private mutating func addOperations(of resource: ResourceDefinition) {
        guard resource.hasOperations else { return }
        element("operations", resource.operationsAttributes, isEmpty: resource.operations.isEmpty) { text in
            for operation in resource.operations { text.add(operation) }
        }
    }

    private mutating func add(_ operation: OperationDefinition) {
        let isEmpty = operation.parameters.isEmpty && operation.meta.isEmpty && operation.unknown.isEmpty
        element("op", operation.attributes, isEmpty: isEmpty) { text in
            for set in operation.parameters { text.add(set, "instance_attributes") }
            for set in operation.meta { text.add(set, "meta_attributes") }
            text.add(operation.unknown, of: "op")
        }
    }
}

extension ResourceDefinition {
    fileprivate var elementName: String {
        switch kind {
        case .primitive: "primitive"
        case .template: "template"
        case .group: "group"
        case .clone(_, let isMaster): isMaster ? "master" : "clone"
        case .bundle: "bundle"
        }
    }

    fileprivate var members: [ResourceDefinition] {
        switch kind {
        case .group(let members): members
        case .clone(let member, _): [member]
        case .primitive, .template, .bundle: []
        }
    }

    fileprivate var hasOperations: Bool { !operations.isEmpty || !operationsAttributes.isEmpty }

    fileprivate var isBare: Bool {
        parameters.isEmpty && meta.isEmpty && utilization.isEmpty && !hasOperations && members.isEmpty
            && unknown.isEmpty
    }
}
