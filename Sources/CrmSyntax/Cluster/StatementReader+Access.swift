import ClusterModel

/// Access rights.
extension StatementReader {
    /// `acl_target ID ROLE …`, `acl_group ID ROLE …`, and `user ID role:ROLE …` of older shells.
    mutating func target(_ kind: ObjectKind, _ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement(kind.element, ["id": id])
        while let word = cursor.next() {
            var role = word.text
            if statement.keyword == "user" {
                guard role.lowercased().hasPrefix("role:") else {
                    throw Slip(
                        word, "a user has roles, and no rights of its own, since Pacemaker 1.1.12",
                        advice: "write role NAME with these rights, and user \(id) role:NAME")
                }
                role = String(role.dropFirst(5))
            }
            guard Self.isID(role) else {
                throw Slip(word, "\(word.shown) is no role", advice: "write the id of a role")
            }
            refer(.role, role, word)
            element.children.append(CIBElement("role", ["id": role]))
        }
        return element
    }

    /// `role ID [description=…] read|write|deny [ID:] [description=…] TYPE:WHAT …`
    mutating func role(_ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement("acl_role", ["id": id])
        description(into: &element)
        while !cursor.isAtEnd { element.children += try permission() }
        return element
    }

    /// What XPath, reference and type say stands in an element each.
    private mutating func permission() throws(Slip) -> [CIBElement] {
        let form = "write read, write or deny, and xpath:…, ref:ID or type:ELEMENT behind it"
        guard let word = cursor.current else { throw cursor.missing("a right", advice: form) }
        guard let kind = cursor.take("read", "write", "deny") else {
            throw Slip(word, "\(word.shown) is no right", advice: form)
        }
        var bare = CIBElement("acl_permission", ["kind": kind])
        if cursor.current?.name?.lowercased() == "$id" { bare["id"] = identity()?.word.value }
        if let label = cursor.takeLabel() { bare["id"] = label.text }
        description(into: &bare)
        let found = try objects()
        guard found["attribute"] == nil || found["object-type"] != nil else {
            throw Slip(word, "attr: alone says nothing", advice: "write type:ELEMENT before attr:NAME")
        }
        let parts = ["xpath", "reference", "object-type"].compactMap { name in
            found[name].map { value in
                var element = bare
                element[name] = value
                if name == "object-type" { element["attribute"] = found["attribute"] }
                return element
            }
        }
        guard !parts.isEmpty else { throw Slip(word, "\(kind) of nothing", advice: form) }
        return parts
    }

    private static let names = [
        "xpath": "xpath", "ref": "reference", "reference": "reference", "tag": "object-type", "type": "object-type",
        "attr": "attribute", "attribute": "attribute",
    ]

    private mutating func objects() throws(Slip) -> ElementAttributes {
        var found = ElementAttributes()
        while let word = cursor.current {
            let (type, value) = Self.halves(word.text[...])
            if let name = Self.names[type] {
                guard let value else { throw Slip(word, "\(word.shown) names nothing", advice: "write \(type):…") }
                found[name] = value
            } else if let shortcut = AccessPath(rawValue: type) {
                guard let path = shortcut.path(value.map { $0.split(separator: ":").map(String.init) } ?? []) else {
                    throw Slip(word, "\(word.shown) has too few or too many names", advice: "write \(shortcut.form)")
                }
                found["xpath"] = path
            } else {
                return found
            }
            _ = cursor.next()
        }
        return found
    }
}
