import ClusterModel

/// Sets of values and rules as words.
struct AttributeSetText {
    let references: References
    let hidesPasswords: Bool

    /// - Parameter keyword: what begins the section.
    func text(_ keyword: String, _ set: CIBElement) -> String {
        var words = [keyword]
        if let id = set["id-ref"] { words.append(Quoting.pair("$id-ref", id)) }
        if references.contains(set) { words.append(Quoting.pair("$id", set.id)) }
        if let score = set["score"] { words.append("\(score):") }
        words += set.children("rule").map { "rule " + rule($0) }
        words += set.children("nvpair").map(pair)
        return words.joined(separator: " ")
    }

    func pair(_ pair: CIBElement) -> String {
        let name = pair["name"]
        if let id = pair["id-ref"] { return "@\(id)" + (name.map { ":\($0)" } ?? "") }
        guard let value = pair["value"] else { return name ?? "" }
        let isHidden = hidesPasswords && name?.hasPrefix("passw") == true
        let word = Quoting.pair(name ?? "", isHidden ? "******" : value)
        return references.contains(pair) ? "$\(pair.id):\(word)" : word
    }

    /// A part of a bundle with its mappings.
    func bundlePart(_ part: CIBElement) -> String {
        if part.name == "meta_attributes" { return text("meta", part) }
        let own = part.attributes.pairs.map { Quoting.pair($0.name, $0.value) }
        let mappings = part.children.flatMap { child in
            [child.name] + child.attributes.pairs.map { Quoting.pair($0.name, $0.value) }
        }
        return ([part.name] + own + mappings).joined(separator: " ")
    }

    /// Behind the word `rule`.
    func rule(_ rule: CIBElement) -> String {
        if let id = rule["id-ref"] { return Quoting.pair("$id-ref", id) }
        var words: [String] = references.contains(rule) ? [Quoting.pair("$id", rule.id)] : []
        if let role = rule["role"] { words.append(Quoting.pair("$role", role)) }
        let score = Self.score(rule)
        if !score.isEmpty, rule["score"] != "INFINITY" { words.append("\(score):") }
        words.append(rule.children.map(condition).joined(separator: " \(rule["boolean-op"] ?? "and") "))
        return words.joined(separator: " ")
    }

    /// With `inf` for infinity; empty where there is none.
    static func score(_ element: CIBElement) -> String {
        guard let score = element["score"] else { return element["score-attribute"] ?? "" }
        guard score.hasSuffix("INFINITY") else { return score }
        return score.dropLast(8) + "inf"
    }

    private func condition(_ element: CIBElement) -> String {
        if element.name == "date_expression" { return date(element) }
        let (operation, attribute) = (element["operation"] ?? "", element["attribute"] ?? "")
        let comparison = element["type"].map { "\($0):\(operation)" } ?? operation
        guard let value = element["value"], !value.isEmpty else { return "\(comparison) \(attribute)" }
        let source = element["value-source"] ?? "literal"
        return "\(attribute) \(comparison) " + (source == "literal" ? value : "\(source){\(value)}")
    }

    private func date(_ element: CIBElement) -> String {
        let operation = element["operation"] ?? ""
        switch operation {
        case "lt": return "date lt " + Quoting.quoted(element["end"] ?? "")
        case "gt": return "date gt " + Quoting.quoted(element["start"] ?? "")
        default: break
        }
        let ends = ["start", "end"].compactMap { name in element[name].map { Quoting.pair(name, $0) } }
        let parts = element.children.flatMap(\.attributes.pairs).filter { $0.name != "id" }
        let names = ["in_range": "in", "date_spec": "spec"]
        return (["date", names[operation] ?? operation] + ends + parts.map { Quoting.pair($0.name, $0.value) })
            .joined(separator: " ")
    }
}
