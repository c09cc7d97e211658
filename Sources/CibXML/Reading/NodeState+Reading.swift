import ClusterModel

extension NodeState {
    /// Without its histories, which were gathered apart. Of each part the first counts, as in Pacemaker 2.1.5.
    init(_ element: XMLElement) throws(CIBError) {
        self.init(attributes: element.attributes)
        let own: ElementAttributes = ["id": id]
        var inner: [UnknownElement] = []
        var seen: Set<String> = []
        unknown = try element.sorted { child throws(CIBError) in
            switch child.name {
            case "lrm" where seen.insert(child.name).inserted:
                inner += try child.rest(usual: own) { part throws(CIBError) in
                    guard part.name == "lrm_resources" else { return false }
                    inner += try part.rest()
                    return true
                }
            case "transient_attributes" where seen.insert(child.name).inserted:
                inner += try child.rest(usual: own) { set throws(CIBError) in
                    guard set.name == "instance_attributes" else { return false }
                    try transientAttributes.append(AttributeSet(set))
                    return true
                }
            default: return false
            }
            return true
        }
        unknown += inner
    }
}
