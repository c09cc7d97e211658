import ClusterModel

extension StatementReader {
    /// `xml ELEMENT`: anything that the language has no words for.
    mutating func xmlLine() throws(Slip) -> [Declaration] {
        guard statement.keyword == "xml" else { throw unknownKeyword() }
        let word = try cursor.expect("an element", advice: "write xml <primitive …/>")
        let element: CIBElement
        do { element = try ElementScanner.element(word.text) } catch {
            throw Slip(
                at: word.range.lowerBound + min(error.offset, word.text.utf8.count), "no good XML: \(error.text)",
                advice: "one element, as in a CIB, stands behind xml")
        }
        let objects = CrmObject.objects(of: element)
        guard !objects.isEmpty else {
            throw Slip(
                word, "<\(element.name.prefix(40))> is nothing that a statement declares",
                advice: "write an element such as primitive, rsc_location or cluster_property_set")
        }
        var found: [Declaration] = []
        for object in objects {
            guard object.kind == .node ? !object.id.isEmpty : Self.isID(object.id) else {
                throw Slip(word, "<\(object.element.name)> has no good id", advice: "give it one: id=\"…\"")
            }
            var declaration = Declaration(object: object, statement: statement, place: word)
            declaration.members = object.members.map { .init(target: .resource, id: $0, word: word) }
            declaration.references = Self.references(in: object.element, word)
            found.append(declaration)
        }
        return found
    }

    private static func references(in element: CIBElement, _ word: Word) -> [Declaration.Reference] {
        var found: [Declaration.Reference] = []
        func look(_ element: CIBElement) {
            if let id = element["id-ref"] { found.append(.init(target: .part(element.name), id: id, word: word)) }
            for name in ["rsc", "with-rsc", "first", "then"] {
                if let id = element[name] { found.append(.init(target: .resource, id: id, word: word)) }
            }
            if let id = element["template"] { found.append(.init(target: .template, id: id, word: word)) }
            if element.name == "resource_ref" { found.append(.init(target: .resource, id: element.id, word: word)) }
            for child in element.children { look(child) }
        }
        look(element)
        return found
    }

    private func unknownKeyword() -> Slip {
        let word = statement.words[0]
        if Keyword.isContinuation(word) || Self.sectionEnds.contains(statement.keyword) {
            let name = word.name ?? Substring(word.text)
            return Slip(
                word, "a statement cannot begin with “\(name.prefix(40))”",
                advice: "if it belongs to the line before, put a backslash at that line's end")
        }
        let near = NearestName.of(word.text, among: Keyword.all)
        return Slip(
            word, "unknown statement \(word.shown)",
            advice: near.map { "did you mean \($0)?" } ?? "see crm(8) for what may stand here")
    }
}
