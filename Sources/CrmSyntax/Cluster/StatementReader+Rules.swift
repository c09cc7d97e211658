import ClusterModel

extension StatementReader {
    /// `rule [$id=ID | $id-ref=ID] [$role=ROLE] [SCORE:] EXPRESSION`, any number of them.
    mutating func rules() throws(Slip) -> [CIBElement] {
        var rules: [CIBElement] = []
        while cursor.take("rule") != nil { rules.append(try rule()) }
        return rules
    }

    private mutating func rule() throws(Slip) -> CIBElement {
        var rule = CIBElement("rule")
        let id = identity()
        if let id { rule[id.isOwn ? "id" : "id-ref"] = id.word.value }
        if let word = cursor.take(value: "$role", "role") { rule["role"] = try role(word.value, word) }
        if let id, !id.isOwn {
            refer(.part("rule"), id.word.value, id.word)
            return rule
        }
        if let word = cursor.takeLabel() {
            if let score = Self.score(word.text) { rule["score"] = score } else { try nameScore(word, &rule) }
        } else {
            rule["score"] = "INFINITY"
        }
        try expression(into: &rule)
        return rule
    }

    /// The score is the value of a node attribute, unless it is a score misspelt.
    private func nameScore(_ word: Word, _ rule: inout CIBElement) throws(Slip) {
        guard NearestName.of(word.text, among: ["-inf", "-infinity", "infinity"]) == nil else {
            _ = try score(word)
            return
        }
        rule["score-attribute"] = word.text
    }

    private mutating func expression(into rule: inout CIBElement) throws(Slip) {
        var joint: String?
        repeat { rule.children.append(try condition()) } while try goesOn(&joint)
        if joint == "or" { rule["boolean-op"] = "or" }
    }

    private mutating func goesOn(_ joint: inout String?) throws(Slip) -> Bool {
        guard let word = cursor.current, let next = cursor.take("and", "or") else { return false }
        if let joint, joint != next {
            throw Slip(word, "“and” and “or” in one rule", advice: "write two rules, or join with only one of them")
        }
        joint = next
        return true
    }

    /// `ATTRIBUTE [TYPE:]COMPARISON VALUE`, `defined ATTRIBUTE`, `date …`
    private mutating func condition() throws(Slip) -> CIBElement {
        if cursor.take("date") != nil { return try date() }
        if let unary = cursor.take("defined", "not_defined") {
            let attribute = try cursor.expect("an attribute", advice: "write \(unary) ATTRIBUTE")
            return CIBElement("expression", ["operation": unary, "attribute": attribute.text])
        }
        let form = "write ATTRIBUTE eq VALUE, defined ATTRIBUTE, or date …"
        let attribute = try cursor.expect("a condition", advice: form)
        guard Self.isAttribute(attribute.text) else {
            throw Slip(attribute, "\(attribute.shown) is no node attribute", advice: form)
        }
        try refuseMisspelt(attribute)
        let comparison = try cursor.expect("a comparison", advice: form)
        let (operation, type) = try self.comparison(comparison)
        let value = try cursor.expect("a value", advice: form)
        if attribute.text == "#uname", value.text.utf8.last != UInt8(ascii: "}") { refer(.node, value.text, value) }
        var expression = CIBElement("expression", ["operation": operation, "attribute": attribute.text])
        expression["type"] = type
        let (inner, source) = Self.source(value.text)
        expression["value"] = inner
        expression["value-source"] = source
        return expression
    }

    /// What is no attribute, since only a letter or a colon is missing.
    private func refuseMisspelt(_ word: Word) throws(Slip) {
        if Self.score(word.text) != nil, cursor.current?.text.hasPrefix("#") == true || word.text.hasPrefix("-") {
            throw Slip(
                word, "the score \(word.shown) has no colon", advice: "write \(word.text): with a blank behind it")
        }
        let unary = ["defined", "not_defined"]
        let isCompared = cursor.current.map { (try? comparison($0)) != nil } == true
        guard !isCompared, let near = NearestName.of(word.text, among: unary), near != word.text else { return }
        throw Slip(word, "unknown word \(word.shown)", advice: "did you mean \(near)?")
    }

    private static func isAttribute(_ text: String) -> Bool {
        guard let first = text.utf8.first, !text.utf8.contains(UInt8(ascii: "=")) else { return false }
        return NameByte.isAllowed(first) || [UInt8(ascii: "#"), UInt8(ascii: "$")].contains(first)
    }

    private func comparison(_ word: Word) throws(Slip) -> (String, type: String?) {
        let (first, second) = Self.halves(word.text.lowercased()[...])
        let (operation, type) = second.map { ($0, first) } ?? (first, nil)
        guard Self.comparisons.contains(operation) else {
            let near = NearestName.of(operation, among: Self.comparisons)
            throw Slip(
                word, "\(word.shown) is no comparison",
                advice: near.map { "did you mean \($0)?" } ?? "write \(Self.comparisons.joined(separator: ", "))")
        }
        guard let type, !Self.types.contains(type) else { return (operation, type) }
        let near = NearestName.of(type, among: Self.types)
        throw Slip(
            word, "“\(type.prefix(40))” is no type of a value",
            advice: near.map { "did you mean \($0)?" } ?? "write \(Self.types.joined(separator: ", "))")
    }

    private static let comparisons = ["lt", "gt", "lte", "gte", "eq", "ne"]
    private static let types = ["string", "integer", "number", "version"]

    /// `SOURCE{VALUE}`
    private static func source(_ text: String) -> (value: String, source: String?) {
        guard text.hasSuffix("}"), let brace = text.utf8.firstIndex(of: UInt8(ascii: "{")), brace > text.startIndex
        else { return (text, nil) }
        let inner = text[text.index(after: brace)...].dropLast()
        return inner.isEmpty ? (text, nil) : (String(inner), String(text[..<brace]))
    }
}
