import ClusterModel

/// What is told of a text once it was put into a configuration.
extension Assembly {
    /// What was there and is no more.
    func removed(from base: CIBConfiguration) -> [String] {
        ObjectTable(base).objects.flatMap { old in
            guard let new = table[old.key] else { return [old.title] }
            return old.kind.isSet ? old.valuesLost(in: new).map { "\(old.kind.rawValue) \($0)" } : []
        }
    }

    /// What was there and is now what the text says.
    func replaced(of base: CIBConfiguration) -> [String] {
        let declared = Set(declarations.lazy.filter { $0.owner == nil }.map(\.object.key))
        return ObjectTable(base).objects.filter { declared.contains($0.key) && !$0.kind.isSet && $0.kind != .node }
            .map(\.title)
    }

    /// Each finding gets the place of the statement, and of the value, that it is about.
    func place(_ findings: [ClusterReading.Finding], into report: inout Report) {
        guard !findings.isEmpty else { return }
        let places = places
        for finding in findings {
            var diagnostic = finding.diagnostic
            if let (declaration, part) = finding.id.flatMap({ places[$0] }) {
                let (statement, word) = declaration.place(of: part)
                report.add(diagnostic.severity, statement, word, diagnostic.text, advice: diagnostic.advice)
            } else if !finding.isOfTextOnly {
                (diagnostic.line, diagnostic.column) = (0, 0)
                report.add(diagnostic)
            }
        }
    }

    /// Where in the text each part that has an id comes from.
    private var places: [String: (Declaration, CIBElement)] {
        var places: [String: (Declaration, CIBElement)] = [:]
        func look(_ element: CIBElement, _ declaration: Declaration) {
            if let id = element["id"] { places[id] = (declaration, element) }
            for child in element.children { look(child, declaration) }
        }
        for declaration in declarations {
            let object = table[declaration.object.key] ?? declaration.object
            look(object.element, declaration)
        }
        return places
    }
}

extension Declaration {
    /// Where the text says this; of values of one name the last counts.
    fileprivate func place(of part: CIBElement) -> (Statement, Word) {
        for statement in joined.reversed() + [statement] {
            let word = statement.words.last { word in
                part["value"] != nil && word.name.map(String.init) == part["name"] && word.value == part["value"]
            }
            if let word { return (statement, word) }
        }
        return (statement, place)
    }
}

extension CrmObject {
    /// Names of a set's values that are not in its successor.
    fileprivate func valuesLost(in new: CrmObject) -> [String] {
        let kept = Set(new.element.children.map { $0["name"] })
        return element.children.filter { $0.name == "nvpair" && !kept.contains($0["name"]) }.compactMap { $0["name"] }
    }

    /// What an operator calls it.
    var title: String { "\(kind.rawValue) \(kind == .node ? element["uname"] ?? id : id)" }
}
