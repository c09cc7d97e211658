import ClusterModel

extension CIBConfiguration {
    /// Sections whose elements are looked at one by one. `<acls>`, `<alerts>` and others are kept as they are.
    static let sections: Set = [
        "crm_config", "nodes", "resources", "constraints", "fencing-topology", "rsc_defaults", "op_defaults", "tags",
    ]

    mutating func add(_ element: XMLElement, to section: String) throws(CIBError) {
        switch (section, element.name) {
        case ("crm_config", "cluster_property_set"): try properties.append(AttributeSet(element))
        case ("nodes", "node"): try nodes.append(NodeDefinition(element))
        case ("resources", _):
            guard let resource = try ResourceDefinition(element) else { fallthrough }
            resources.append(resource)
        case ("constraints", _):
            guard let constraint = try ConstraintDefinition(element) else { fallthrough }
            constraints.append(constraint)
        case ("fencing-topology", "fencing-level"):
            try element.mustBeEmpty()
            fencingLevels.append(element.attributes)
        case ("rsc_defaults", "meta_attributes"): try resourceDefaults.append(AttributeSet(element))
        case ("op_defaults", "meta_attributes"): try operationDefaults.append(AttributeSet(element))
        case ("tags", "tag"): try tags.append(TagDefinition(element))
        default: unknown.append(element.unknown(in: section))
        }
    }
}

extension NodeDefinition {
    init(_ element: XMLElement) throws(CIBError) {
        self.init(attributes: element.attributes)
        unknown = try element.sorted { child throws(CIBError) in
            switch child.name {
            case "instance_attributes": try attributeSets.append(AttributeSet(child))
            case "utilization": try utilization.append(AttributeSet(child))
            default: return false
            }
            return true
        }
    }
}

extension TagDefinition {
    init(_ element: XMLElement) throws(CIBError) {
        _ = try element.only("id")
        try self.init(id: element.needed("id"), members: element.identifiers(of: "obj_ref"))
    }
}

extension XMLElement {
    /// The ids that its children refer to, all of which must be of that name.
    func identifiers(of name: String) throws(CIBError) -> [String] {
        var members: [String] = []
        _ = try sorted { child throws(CIBError) in
            guard child.name == name else { throw child.fail(.noRoom(child.name)) }
            _ = try child.only("id")
            try child.mustBeEmpty()
            try members.append(child.needed("id"))
            return true
        }
        return members
    }
}
