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
            if let resource = try ResourceDefinition(element) { return resources.append(resource) }
            unknown.append(element.unknown(in: section))
        case ("constraints", _):
            if let constraint = try ConstraintDefinition(element) { return constraints.append(constraint) }
            unknown.append(element.unknown(in: section))
        case ("fencing-topology", "fencing-level"):
            try fencingLevels.append(element.leaf())
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
        _ = try element.needed("id")
        var references: [ElementAttributes] = []
        let attributes = try element.withInside(referring: "obj_ref", to: &references)
        self.init(attributes: attributes, references: references)
    }
}

extension XMLElement {
    /// Children of that name, each with an id of something else, are taken out.
    func withInside(
        referring name: String, to references: inout [ElementAttributes]
    ) throws(CIBError) -> ElementAttributes {
        var found: [ElementAttributes] = []
        let attributes = try withInside { child throws(CIBError) in
            guard child.name == name else { return false }
            _ = try child.needed("id")
            try found.append(child.leaf())
            return true
        }
        references = found
        return attributes
    }
}
