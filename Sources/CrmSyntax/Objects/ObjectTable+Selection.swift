extension ObjectTable {
    /// What lies in an object, and in what lies there.
    func members(of object: CrmObject) -> [CrmObject] {
        object.members.compactMap { self[$0] }.flatMap { [$0] + members(of: $0) }
    }

    /// What is around a selection's words: ids, `type:KIND`, `tag:TAG`, `related:ID`. All objects where there are none.
    func selection(_ words: [String]) throws(CrmWriter.NoSuchObject) -> [CrmObject] {
        guard !words.isEmpty else { return objects }
        var keys = Set<CrmObject.Key>()
        for word in words {
            let found = selected(by: word)
            guard !found.isEmpty else { throw CrmWriter.NoSuchObject(word: word) }
            keys.formUnion(found)
        }
        return objects.filter { keys.contains($0.key) }
    }

    private func selected(by word: String) -> [CrmObject.Key] {
        if word.hasPrefix("type:") {
            let kind = ObjectKind(keyword: word.dropFirst(5).lowercased())
            return objects.filter { $0.kind == kind }.map(\.key)
        }
        if word.hasPrefix("tag:") {
            guard let tag = self[String(word.dropFirst(4))], tag.kind == .tag else { return [] }
            return [tag.key] + tag.element.children.flatMap { selected(by: $0.id) }
        }
        if word.hasPrefix("related:") {
            let id = String(word.dropFirst(8))
            return objects.filter { $0.id == id || $0.names(id) }.map(\.key)
        }
        return all(named: word).map(\.key)
    }
}

extension CrmObject {
    /// Whether it is a constraint, container, tag or instance of what has this id.
    func names(_ id: String) -> Bool {
        if members.contains(id) || element["template"] == id { return true }
        guard kind.isConstraint || kind == .tag else { return false }
        return ["rsc", "with-rsc", "first", "then"].contains { element[$0] == id }
            || element.children.contains { child in
                child.name == "obj_ref" && child.id == id
                    || child.children.contains { $0.name == "resource_ref" && $0.id == id }
            }
    }
}
