import ClusterModel

extension AttributeSet {
    init(_ element: CIBElement) {
        self.init(
            attributes: element.attributes, rule: element.child("rule").map(Rule.init),
            pairs: element.children("nvpair").map(Pair.init))
        // The schema allows one rule.
        let rules = element.children("rule").dropFirst().map { UnknownElement(section: element.name, xml: $0.xml) }
        unknown = rules + element.unknown(but: "rule", "nvpair")
    }

    /// - Parameter name: what this set is: `meta_attributes` and so on.
    func element(_ name: String) -> CIBElement {
        let rules = rule.map { [$0.element] } ?? []
        return CIBElement(name, attributes, rules + pairs.map(\.element) + unknown.map(CIBElement.init))
    }
}

extension AttributeSet.Pair {
    private static let own = ["id", "name", "value", "id-ref"]

    init(_ element: CIBElement) {
        self.init(
            id: element.id, name: element["name"] ?? "", value: element["value"], reference: element["id-ref"])
        others = element.attributes
        for name in Self.own { others[name] = nil }
    }

    var element: CIBElement {
        var result = CIBElement("nvpair")
        result["id-ref"] = reference
        if !name.isEmpty { result["name"] = name }
        result["value"] = value
        if !id.isEmpty { result["id"] = id }
        result.attributes.merge(others)
        return result
    }
}
