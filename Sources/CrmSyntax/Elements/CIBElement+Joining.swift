import ClusterModel

extension CIBElement {
    /// A node with what else is said of it. What `save` writes of a node changes nothing there.
    func joined(with other: CIBElement) -> CIBElement {
        var result = self
        for pair in other.attributes.pairs where pair.name != "id" { result[pair.name] = pair.value }
        for set in other.children where other.children.count == 1 || !children.contains(where: set.repeats) {
            result.join(set)
        }
        return result
    }

    /// A set of the same id or rule is replaced; each plain value goes where its name is, else to the first plain set.
    private mutating func join(_ set: CIBElement) {
        if let place = children.firstIndex(where: set.stands(for:)) {
            let id = children[place]["id"]
            children[place] = set.isPlain && children[place].isPlain ? children[place].merged(with: set) : set
            children[place]["id"] = id
            return
        }
        let places = children.indices.filter {
            set["id"] == nil && set.isPlain && children[$0].isPlain && children[$0].name == set.name
                && children[$0]["score"] == set["score"]
        }
        guard let first = places.first else { return children.append(set) }
        for pair in set.children {
            let holder = places.first { place in
                pair["name"] != nil && children[place].children.contains { $0["name"] == pair["name"] }
            }
            children[holder ?? first] = children[holder ?? first].merged(with: CIBElement(set.name, [:], [pair]))
        }
    }

    /// It counts everywhere, and is written out here.
    private var isPlain: Bool { child("rule") == nil && self["id-ref"] == nil }

    private func stands(for old: CIBElement) -> Bool {
        guard old.name == name else { return false }
        if let id = self["id"] ?? self["id-ref"] { return id == (self["id"] == nil ? old["id-ref"] : old["id"]) }
        guard let rule = child("rule"), let other = old.child("rule") else { return false }
        return old["score"] == self["score"] && Self.words.rule(rule) == Self.words.rule(other)
    }

    private func repeats(_ old: CIBElement) -> Bool {
        old.name == name && (self["id"] ?? old["id"]) == old["id"]
            && Self.words.text("", self) == Self.words.text("", old)
    }

    private static let words = AttributeSetText(references: References([]), hidesPasswords: false)

    /// With the values of another set: those of a name that is there replace it.
    func merged(with other: CIBElement) -> CIBElement {
        var (result, places) = (self, [String: Int]())
        for (place, child) in children.enumerated().reversed() where child.name == "nvpair" {
            if let name = child["name"] { places[name] = place }
        }
        for child in other.children {
            if child["id-ref"] != nil, children.contains(child) { continue }
            if child.name == "nvpair", let place = child["name"].flatMap({ places[$0] }) {
                result.children[place]["value"] = child["value"]
                continue
            }
            if child.name == "nvpair", let name = child["name"] { places[name] = result.children.count }
            result.children.append(child)
        }
        return result
    }
}
