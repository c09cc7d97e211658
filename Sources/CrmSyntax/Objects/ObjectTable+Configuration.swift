import ClusterModel

extension ObjectTable {
    init(_ configuration: CIBConfiguration) {
        self.init()
        for node in configuration.nodes { add(CrmObject(kind: .node, id: node.id, element: node.element)) }
        for resource in configuration.resources { put(resource) }
        for constraint in configuration.constraints {
            for object in CrmObject.objects(of: constraint.element) { add(object) }
        }
        for tag in configuration.tags { add(CrmObject(kind: .tag, id: tag.id, element: tag.element)) }
        if !configuration.fencingLevels.isEmpty {
            let levels = configuration.fencingLevels.map { CIBElement("fencing-level", $0) }
            add(
                CrmObject(kind: .topology, id: "fencing_topology", element: CIBElement("fencing-topology", [:], levels))
            )
        }
        put(configuration.properties, .properties, "cluster_property_set")
        put(configuration.resourceDefaults, .resourceDefaults, "meta_attributes")
        put(configuration.operationDefaults, .operationDefaults, "meta_attributes")
        for part in configuration.unknown { put(part) }
    }

    private mutating func put(_ sets: [AttributeSet], _ kind: ObjectKind, _ name: String) {
        for set in sets { add(CrmObject(kind: kind, id: set.id, element: set.element(name))) }
    }

    private mutating func put(_ resource: ResourceDefinition) {
        switch resource.kind {
        case .primitive: put(resource, .primitive)
        case .template: put(resource, .template)
        case .group(let members): put(resource, .group, members)
        case .clone(let member, let isMaster): put(resource, isMaster ? .master : .clone, [member])
        case .bundle(let xml):
            var element = resource.element("bundle")
            let parts = Self.parts(ofBundle: xml)
            element.children += parts.children
            element.attributes.inside += parts.attributes.inside
            for var object in CrmObject.objects(of: element) {
                if object.kind == .bundle { object.source = xml }
                add(object)
            }
        }
    }

    private mutating func put(_ resource: ResourceDefinition, _ kind: ObjectKind, _ members: [ResourceDefinition] = [])
    {
        for member in members { put(member) }
        add(
            CrmObject(
                kind: kind, id: resource.id, element: resource.element(kind.element), members: members.map(\.id)))
    }

    /// What cannot be looked into stays as it is.
    private static func parts(ofBundle xml: String) -> CIBElement {
        if let parts = try? ElementScanner.element("<bundle>\(xml)</bundle>") { return parts }
        return CIBElement("bundle", [:], [CIBElement(UnknownElement(section: "bundle", xml: xml))])
    }

    /// Access rights and alerts are objects; what else nobody knows stays as it is.
    private mutating func put(_ part: UnknownElement) {
        others.append(part)
        for child in Self.section(part)?.children ?? [] { for object in CrmObject.objects(of: child) { add(object) } }
    }

    /// Nil for what no statements declare.
    private static func section(_ part: UnknownElement) -> CIBElement? {
        guard let element = try? ElementScanner.element(part.xml), ["acls", "alerts"].contains(element.name),
            element.attributes.isEmpty, element.children.allSatisfy({ !CrmObject.objects(of: $0).isEmpty })
        else { return nil }
        return element
    }

    /// Each section in the order of the objects.
    var configuration: CIBConfiguration {
        var result = CIBConfiguration()
        let holders = holders
        for object in objects where !object.kind.isResource || holders[object.id] == nil {
            add(object, to: &result)
        }
        var sections = ["acls": elements(.role, .target, .aclGroup), "alerts": elements(.alert)]
        for part in others {
            guard let old = Self.section(part) else {
                result.unknown.append(part)
                continue
            }
            guard let new = sections.removeValue(forKey: old.name), !new.isEmpty else { continue }
            result.unknown.append(new == old.children ? part : Self.part(old.name, new))
        }
        for name in ["acls", "alerts"] {
            if let new = sections[name], !new.isEmpty { result.unknown.append(Self.part(name, new)) }
        }
        return result
    }

    private func elements(_ kinds: ObjectKind...) -> [CIBElement] {
        objects.filter { kinds.contains($0.kind) }.map(\.element)
    }

    private static func part(_ name: String, _ elements: [CIBElement]) -> UnknownElement {
        UnknownElement(section: "configuration", xml: CIBElement(name, [:], elements).xml)
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
        case .bundle: return bundle(object, members)
        default: return ResourceDefinition(.primitive, object.element)
        }
    }

    /// As it stood, unless something of it has changed.
    private func bundle(_ object: CrmObject, _ members: [ResourceDefinition]) -> ResourceDefinition {
        var bare = CIBElement("bundle", object.element.attributes)
        let children = object.element.children + members.map { $0.element("primitive") }
        let xml = children.map(\.xml).joined()
        guard let source = object.source else { return ResourceDefinition(.bundle(xml: xml), bare) }
        let old = Self.parts(ofBundle: source)
        let known = old.children.filter { $0.name != "primitive" }
        let inner = old.children("primitive").map { ResourceDefinition(.primitive, $0).element("primitive") }
        let inside = old.attributes.inside
        guard children == known + inner, bare.attributes.inside.suffix(inside.count) == inside[...] else {
            return ResourceDefinition(.bundle(xml: xml), bare)
        }
        bare.attributes.inside.removeLast(inside.count)
        return ResourceDefinition(.bundle(xml: source), bare)
    }
}
