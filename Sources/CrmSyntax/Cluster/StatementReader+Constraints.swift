import ClusterModel

extension StatementReader {
    static let roles = ["Stopped", "Started", "Promoted", "Unpromoted", "Master", "Slave"]
    private static let kinds = ["Mandatory", "Optional", "Serialize"]
    static let actions = ["start", "promote", "demote", "stop"]

    /// As a CIB writes it.
    func role(_ text: String, _ word: Word) throws(Slip) -> String { try choice("role", text, Self.roles, word) }

    /// One of some words, in any case.
    func choice(_ what: String, _ text: String, _ choices: [String], _ word: Word) throws(Slip) -> String {
        if let choice = choices.first(where: { $0.lowercased() == text.lowercased() }) { return choice }
        let near = choices.first { NearestName.of(text, among: [$0.lowercased()]) != nil }
        throw Slip(
            word, "“\(text.prefix(40))” is no \(what)",
            advice: near.map { "did you mean \($0)?" } ?? "write \(choices.joined(separator: ", "))")
    }

    /// `colocation ID SCORE: RESOURCE[:ROLE] WITH[:ROLE] | SETS [node-attribute=NAME]`
    mutating func colocation(_ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement("rsc_colocation", ["id": id])
        let form = "write colocation \(id) inf: RESOURCE WITH"
        guard let label = cursor.takeLabel() else { throw noLabel("the score", advice: form) }
        element["score"] = try score(label)
        if let word = cursor.takeLast(value: "node-attribute") { element["node-attribute"] = word.value.lowercased() }
        try resources(into: &element, as: ["rsc", "with-rsc"], qualifier: "role", advice: form)
        return element
    }

    /// `order ID [KIND: | SCORE:] FIRST[:ACTION] THEN[:ACTION] | SETS [symmetrical=BOOLEAN]`
    mutating func order(_ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement("rsc_order", ["id": id])
        if let label = cursor.takeLabel() { element["kind"] = try kind(label) }
        if let word = cursor.current, cursor.count > 2, element["kind"] == nil,
            let kind = Self.kinds.first(where: { $0.lowercased() == word.text.lowercased() })
        {
            throw Slip(word, "a kind of order has a colon behind it", advice: "write \(kind):")
        }
        if let word = cursor.takeLast(value: "symmetrical") {
            element["symmetrical"] = try truth(word.value, word) ? "true" : "false"
        }
        try resources(
            into: &element, as: ["first", "then"], qualifier: "action", advice: "write order \(id) FIRST THEN")
        return element
    }

    /// A score says the same: zero is optional.
    private func kind(_ label: Word) throws(Slip) -> String {
        if let kind = Self.kinds.first(where: { $0.lowercased() == label.text.lowercased() }) { return kind }
        guard let score = Self.score(label.text), label.text.lowercased() != "advisory" else {
            return try choice("kind of an order", label.text, Self.kinds, label)
        }
        return score == "0" ? "Optional" : "Mandatory"
    }

    func truth(_ text: String, _ word: Word) throws(Slip) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1", "y": return true
        case "false", "no", "off", "0", "n": return false
        default: throw Slip(word, "“\(text.prefix(40))” is neither true nor false", advice: "write true or false")
        }
    }

    /// `rsc_ticket ID TICKET: RESOURCE[:ROLE] | SETS [loss-policy=POLICY]`
    mutating func ticket(_ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement("rsc_ticket", ["id": id])
        let form = "write rsc_ticket \(id) TICKET: RESOURCE"
        guard let label = cursor.takeLabel() else { throw noLabel("the ticket", advice: form) }
        element["ticket"] = label.text
        if let word = cursor.takeLast(value: "loss-policy") {
            element["loss-policy"] = try choice("loss-policy", word.value, ["stop", "demote", "fence", "freeze"], word)
        }
        try resources(into: &element, as: ["rsc"], qualifier: "role", advice: form)
        return element
    }

    private func noLabel(_ what: String, advice: String) -> Slip {
        guard let word = cursor.current else { return cursor.missing(what, advice: advice) }
        return Slip(word, "\(what), with a colon behind it, is missing", advice: advice)
    }

    /// As many words as there are names say it all; else they are sets.
    private mutating func resources(
        into element: inout CIBElement, as names: [String], qualifier: String, advice: String
    ) throws(Slip) {
        guard cursor.count == names.count else {
            guard !cursor.isAtEnd else { throw cursor.missing("a resource", advice: advice) }
            let words = cursor.takeAll()
            element.children += try sets(words, qualifier)
            if names.count > 1, element.children.flatMap(\.children).count < 2 {
                throw Slip(words[0], "one resource alone is no constraint", advice: advice)
            }
            return
        }
        for (name, word) in zip(names, cursor.takeAll()) {
            let (id, value) = try qualified(word, qualifier)
            element[name] = id
            element["\(name)-\(qualifier)"] = value
            if name == "with-rsc", id == element["rsc"] {
                throw Slip(word, "\(id) is always where it is itself", advice: "name another resource")
            }
        }
    }

    /// `RESOURCE[:QUALIFIER]`
    private mutating func qualified(_ word: Word, _ qualifier: String) throws(Slip) -> (String, String?) {
        let (id, value) = Self.halves(word.text[...])
        guard Self.isID(id) else { throw Slip(word, "\(word.shown) is no resource", advice: "write the id of one") }
        refer(.resource, id, word)
        guard let value else { return (id, nil) }
        return (id, try choice(qualifier, value, qualifier == "role" ? Self.roles : Self.actions, word))
    }

    /// Sets of resources in brackets and without.
    mutating func sets(_ words: [Word], _ qualifier: String) throws(Slip) -> [CIBElement] {
        var builder = ResourceSetBuilder(qualifier)
        for word in ResourceSetBuilder.parts(of: words) {
            if try builder.take(word, self) { continue }
            let (id, value) = try qualified(word, qualifier)
            builder.add(id, value)
        }
        return try builder.finish()
    }
}
