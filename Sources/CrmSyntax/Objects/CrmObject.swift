import ClusterModel

/// One thing that an operator names: a statement's worth of a configuration.
struct CrmObject: Equatable {
    var kind: ObjectKind
    var id: String
    /// Of what holds resources: without them. Of `rsc_defaults` and `op_defaults`: one set.
    var element: CIBElement
    /// Ids of the resources in it.
    var members: [String] = []

    /// Of those of one id, where a configuration has several, which it is.
    var copy = 0
    /// Of a bundle: what stood in it.
    var source: String?

    /// Nodes, users and all others may bear the same id.
    struct Key: Hashable {
        enum Space { case node, user, common }

        var space = Space.common
        var id: String
        var copy = 0
    }

    var key: Key { Key(space: kind == .node ? .node : kind == .target ? .user : .common, id: id, copy: copy) }

    /// All that an element of a CIB declares, what lies in it first; empty for an element that is no object.
    static func objects(of element: CIBElement) -> [CrmObject] {
        guard let kind = ObjectKind(element: element.name) else { return [] }
        switch kind {
        case .resourceDefaults, .operationDefaults:
            return element.children("meta_attributes").map { CrmObject(kind: kind, id: $0.id, element: $0) }
        case .topology:
            return [CrmObject(kind: kind, id: "fencing_topology", element: element)]
        default: break
        }
        var (bare, inner, members) = (element, [CrmObject](), [String]())
        bare.children = []
        for child in element.children {
            if let other = ObjectKind(element: child.name), kind.members.contains(other) {
                inner += objects(of: child)
                members.append(child.id)
            } else {
                bare.children.append(child)
            }
        }
        let id = kind == .node ? element["id"] ?? element["uname"] ?? "" : element.id
        return inner + [CrmObject(kind: kind, id: id, element: bare, members: members)]
    }
}
