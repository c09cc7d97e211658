import ClusterModel

extension CIBUpgrade {
    /// `<acls>` of Pacemaker 1 in the words of today.
    mutating func upgradeAccessLists() {
        for index in cib.configuration.unknown.indices {
            let part = cib.configuration.unknown[index]
            guard part.section == "configuration", part.xml.hasPrefix("<acls"),
                let tree = try? CIBReader.tree(Array(part.xml.utf8))
            else { continue }
            var lists = tree
            lists.children = tree.children.flatMap { Self.upgraded(list: $0) }
            guard lists != tree else { continue }
            cib.configuration.unknown[index] = lists.unknown(in: "configuration")
            changes.append("acls: written in today's words")
        }
    }

    private static func upgraded(list: XMLElement.Node) -> [XMLElement.Node] {
        guard case .element(var element) = list else { return [list] }
        switch element.name {
        case "acl_user": return upgraded(user: element)
        case "acl_role":
            element.children = element.children.map(upgraded(permission:))
            return [.element(element)]
        default: return [list]
        }
    }

    /// A user with permissions of his own gets a role for them.
    private static func upgraded(user: XMLElement) -> [XMLElement.Node] {
        var target = XMLElement("acl_target", attributes: user.attributes)
        let roles = user.elements.filter { $0.name == "role_ref" }
        target.children = roles.map { .element(XMLElement("role", attributes: $0.attributes)) }
        let permissions = user.elements.filter { ["read", "write", "deny"].contains($0.name) }
        guard roles.isEmpty, !permissions.isEmpty else { return [.element(target)] }
        let id = "auto-\(user["id"] ?? "")"
        target.children = [.element(XMLElement("role", attributes: ["id": id]))]
        let role = XMLElement(
            "acl_role", attributes: ["id": id], children: permissions.map { upgraded(permission: .element($0)) })
        return [.element(target), .element(role)]
    }

    private static func upgraded(permission: XMLElement.Node) -> XMLElement.Node {
        guard case .element(let old) = permission, ["read", "write", "deny"].contains(old.name) else {
            return permission
        }
        var new = XMLElement("acl_permission")
        new["id"] = old["id"]
        new["kind"] = old.name
        if let reference = old["ref"] {
            new["reference"] = reference
        } else if let tag = old["tag"] {
            new["object-type"] = tag
            new["attribute"] = old["attribute"]
        } else if let path = old["xpath"] {
            new["xpath"] = old["attribute"].map { "\(path)[@\($0)]" } ?? path
        }
        return .element(new)
    }
}
