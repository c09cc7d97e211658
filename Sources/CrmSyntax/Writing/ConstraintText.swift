import ClusterModel

/// A constraint's words behind its id, but for its rules.
struct ConstraintText {
    private let sets: AttributeSetText

    init(_ sets: AttributeSetText) { self.sets = sets }

    /// Nil for one of no known form.
    func words(_ object: CrmObject) -> [String]? {
        let element = object.element
        switch object.kind {
        case .location: return location(element)
        case .ticket:
            return ["\(element["ticket"] ?? ""):"] + resources(element, ["rsc"], "role", object.kind)
                + Self.attributes(element, "loss-policy")
        case .order:
            return Self.label(element["kind"] ?? AttributeSetText.score(element))
                + resources(element, ["first", "then"], "action", object.kind)
                + Self.attributes(element, "symmetrical")
        default:
            return Self.label(AttributeSetText.score(element))
                + resources(element, ["rsc", "with-rsc"], "role", object.kind)
                + Self.attributes(element, "node-attribute")
        }
    }

    private static func label(_ text: String) -> [String] { text.isEmpty ? [] : ["\(text):"] }

    private static func attributes(_ element: CIBElement, _ names: String...) -> [String] {
        names.compactMap { name in element[name].map { "\(name)=\($0)" } }
    }

    private func location(_ element: CIBElement) -> [String]? {
        var words: [String] = []
        if let resource = element["rsc"] {
            words = [resource]
        } else if let pattern = element["rsc-pattern"] {
            words = ["/\(pattern)/"]
        } else {
            words = ["{"] + setWords(element, .location) + ["}"]
        }
        words += Self.attributes(element, "role", "resource-discovery")
        if let node = element["node"] { words += ["\(AttributeSetText.score(element)):", node] }
        return words
    }

    private func resources(_ element: CIBElement, _ names: [String], _ qualifier: String, _ kind: ObjectKind)
        -> [String]
    {
        guard element.child("resource_set") == nil else { return setWords(element, kind) }
        return names.map { name in
            (element[name] ?? "") + (element["\(name)-\(qualifier)"].map { ":\($0)" } ?? "")
        }
    }

    /// With `_rsc_set_` before so few resources that they would be read as no set.
    private func setWords(_ element: CIBElement, _ kind: ObjectKind) -> [String] {
        let sets = element.children("resource_set")
        var words: [String] = []
        for set in sets {
            let (isSequential, needsAll) = (set["sequential"] != "false", set["require-all"] != "false")
            words += needsAll ? (isSequential ? [] : ["("]) : ["["]
            let qualifier = set["role"] ?? set["action"]
            words += set.children.map { $0.id + (qualifier.map { ":\($0)" } ?? "") }
            if !needsAll, isSequential { words.append("sequential=true") }
            words += needsAll ? (isSequential ? [] : [")"]) : ["]"]
        }
        let simple = kind == .ticket ? 1 : 2
        return kind != .location && words.count <= simple ? ["_rsc_set_"] + words : words
    }
}
