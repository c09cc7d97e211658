import ClusterModel

extension StatementReader {
    /// `location ID RESOURCE | /PATTERN/ | { SETS } [role=ROLE] [resource-discovery=HOW] SCORE: NODE | rule …`
    mutating func location(_ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement("rsc_location", ["id": id])
        try locationResources(into: &element)
        while let word = cursor.current, let name = word.name { try locationAttribute(String(name), word, &element) }
        if let label = cursor.takeLabel() {
            element["score"] = try score(label)
            let node = try cursor.expect("a node", advice: "write \(label.text): NODE")
            element["node"] = node.text
            refer(.node, node.text, node)
            if let word = cursor.current, let name = word.name { try locationAttribute(String(name), word, &element) }
            return element
        }
        let rules = try rules()
        guard !rules.isEmpty else {
            let form = "write SCORE: NODE with a colon, or rule SCORE: CONDITION"
            guard let word = cursor.current else { throw cursor.missing("a score or a rule", advice: form) }
            throw Slip(word, "\(word.shown) is neither a score nor a rule", advice: form)
        }
        element.children += rules
        return element
    }

    private mutating func locationResources(into element: inout CIBElement) throws(Slip) {
        let word = try cursor.expect("a resource", advice: "write location \(element.id) RESOURCE SCORE: NODE")
        if word.text == "{" {
            var inner: [Word] = []
            while let next = cursor.next(), next.text != "}" { inner.append(next) }
            guard !inner.isEmpty else { throw Slip(word, "an empty set", advice: "name resources in it") }
            element.children = try sets(inner, "role")
        } else if word.text.hasPrefix("/"), word.text.hasSuffix("/"), word.text.utf8.count > 2 {
            element["rsc-pattern"] = String(word.text.dropFirst().dropLast())
        } else {
            guard Self.isID(word.text) else {
                throw Slip(word, "\(word.shown) is no resource", advice: "write its id, /PATTERN/, or { SETS }")
            }
            element["rsc"] = word.text
            refer(.resource, word.text, word)
        }
    }

    private mutating func locationAttribute(_ name: String, _ word: Word, _ element: inout CIBElement) throws(Slip) {
        switch name.lowercased() {
        case "role", "$role": element["role"] = try role(word.value, word)
        case "resource-discovery":
            element["resource-discovery"] = try choice(
                "resource-discovery", word.value, ["always", "never", "exclusive"], word)
        default:
            let near = NearestName.of(name, among: ["role", "resource-discovery"])
            throw Slip(
                word, "“\(name.prefix(40))” is no attribute of a location",
                advice: near.map { "did you mean \($0)?" } ?? "write role or resource-discovery")
        }
        _ = cursor.next()
    }
}
