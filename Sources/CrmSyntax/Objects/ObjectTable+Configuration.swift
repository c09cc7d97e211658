import ClusterModel

extension ObjectTable {
    init(_ configuration: CIBConfiguration) {
        self.init()
        for node in configuration.nodes { put(CrmObject(kind: .node, id: node.id, element: node.element)) }
        for resource in configuration.resources { put(resource) }
        for constraint in configuration.constraints {
            for object in CrmObject.objects(of: constraint.element) { put(object) }
        }
        for tag in configuration.tags { put(CrmObject(kind: .tag, id: tag.id, element: tag.element)) }
        if !configuration.fencingLevels.isEmpty {
            let levels = configuration.fencingLevels.map { CIBElement("fencing-level", $0) }
            put(
                CrmObject(kind: .topology, id: "fencing_topology", element: CIBElement("fencing-topology", [:], levels))
            )
        }
        put(configuration.properties, .properties, "cluster_property_set")
        put(configuration.resourceDefaults, .resourceDefaults, "meta_attributes")
        put(configuration.operationDefaults, .operationDefaults, "meta_attributes")
        for part in configuration.unknown { put(part) }
    }

    private mutating func put(_ sets: [AttributeSet], _ kind: ObjectKind, _ name: String) {
        for set in sets { put(CrmObject(kind: kind, id: set.id, element: set.element(name))) }
    }

    private mutating func put(_ resource: ResourceDefinition) {
        switch resource.kind {
        case .primitive: put(resource, .primitive)
        case .template: put(resource, .template)
        case .group(let members): put(resource, .group, members)
        case .clone(let member, let isMaster): put(resource, isMaster ? .master : .clone, [member])
        case .bundle(let xml):
            var element = resource.element("bundle")
            if let parts = try? ElementScanner.element("<bundle>\(xml)</bundle>") {
                element.children += parts.children
                element.attributes.inside += parts.attributes.inside
            }
            for object in CrmObject.objects(of: element) { put(object) }
        }
    }

    private mutating func put(_ resource: ResourceDefinition, _ kind: ObjectKind, _ members: [ResourceDefinition] = [])
    {
        for member in members { put(member) }
        put(
            CrmObject(
                kind: kind, id: resource.id, element: resource.element(kind.element), members: members.map(\.id)))
    }

    /// Access rights and alerts are objects; what else nobody knows stays as it is.
    private mutating func put(_ part: UnknownElement) {
        guard let element = try? ElementScanner.element(part.xml), ["acls", "alerts"].contains(element.name),
            element.attributes.isEmpty, element.children.allSatisfy({ !CrmObject.objects(of: $0).isEmpty })
        else { return others.append(part) }
        for child in element.children { for object in CrmObject.objects(of: child) { put(object) } }
    }

    /// Each section in the order of the objects.
    var configuration: CIBConfiguration {
        var result = CIBConfiguration()
        let holders = holders
        for object in objects where !object.kind.isResource || holders[object.id] == nil {
            add(object, to: &result)
        }
        for (section, kinds) in [("acls", [ObjectKind.role, .target, .aclGroup]), ("alerts", [.alert])] {
            let elements = objects.filter { kinds.contains($0.kind) }.map(\.element)
            guard !elements.isEmpty else { continue }
            let xml = CIBElement(section, [:], elements).xml
            result.unknown.append(UnknownElement(section: "configuration", xml: xml))
        }
        result.unknown += others
        return result
    }

    private func add(_ object: CrmObject, to result: inout CIBConfiguration) {
        switch object.kind {
        case .node: result.nodes.append(NodeDefinition(object.element))
        case .template, .primitive, .bundle, .group, .master, .clone:
            if let resource = resource(object) { result.resources.append(resource) }
        case .tag: result.tags.append(TagDefinition(object.element))
        case .location: result.constraints.append(ConstraintDefinition(.location, object.element))
        case .colocation: result.constraints.append(ConstraintDefinition(.colocation, object.element))
        case .order: result.constraints.append(ConstraintDefinition(.order, object.element))
        case .ticket: result.constraints.append(ConstraintDefinition(.ticket, object.element))
        case .topology: result.fencingLevels += object.element.children.map(\.attributes)
        case .properties: result.properties.append(AttributeSet(object.element))
        case .resourceDefaults: result.resourceDefaults.append(AttributeSet(object.element))
        case .operationDefaults: result.operationDefaults.append(AttributeSet(object.element))
        case .role, .target, .aclGroup, .alert: break
        }
    }

    /// With what lies in it; nil for a clone of nothing.
    private func resource(_ object: CrmObject) -> ResourceDefinition? {
        let members = object.members.compactMap { self[$0] }.compactMap(resource)
        switch object.kind {
        case .template: return ResourceDefinition(.template, object.element)
        case .group: return ResourceDefinition(.group(members), object.element)
        case .clone, .master:
            guard let member = members.first else { return nil }
            return ResourceDefinition(.clone(member, isMaster: object.kind == .master), object.element)
        case .bundle:
            let children = object.element.children + members.map { $0.element("primitive") }
            let bare = CIBElement("bundle", object.element.attributes)
            return ResourceDefinition(.bundle(xml: children.map(\.xml).joined()), bare)
        default: return ResourceDefinition(.primitive, object.element)
        }
    }
}
