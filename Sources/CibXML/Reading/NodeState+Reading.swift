import ClusterModel

extension NodeState {
    /// Without its histories, which were gathered apart.
    init(_ element: XMLElement) throws(CIBError) {
        self.init(attributes: element.attributes)
        unknown = try element.sorted { child throws(CIBError) in
            switch child.name {
            case "lrm": return child.holdsNothing
            case "transient_attributes":
                guard child.elements.allSatisfy({ $0.name == "instance_attributes" }) else { return false }
                for set in child.elements { try transientAttributes.append(AttributeSet(set)) }
                return true
            default: return false
            }
        }
    }
}

extension XMLElement {
    /// `<lrm>`, when each `<lrm_resource>` was taken out of it.
    fileprivate var holdsNothing: Bool { elements.allSatisfy { $0.name == "lrm_resources" && $0.children.isEmpty } }
}
