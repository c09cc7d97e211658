import ClusterModel

/// Makes of one statement the elements that it stands for, by the grammar of crmsh 4.4 (parse.py). The first slip ends
/// it; slips after which one can go on are kept in `slips`.
struct StatementReader {
    let statement: Statement
    let context: ReadingContext
    var cursor: WordCursor
    /// What was wrong, or doubtful, so far.
    private(set) var slips: [(severity: Diagnostic.Severity, slip: Slip)] = []
    var members: [Declaration.Reference] = []
    var references: [Declaration.Reference] = []

    init(_ statement: Statement, _ context: ReadingContext) {
        self.statement = statement
        self.context = context
        cursor = WordCursor(statement)
    }

    /// Empty where nothing can be made of it; then there is a slip.
    mutating func declarations() -> [Declaration] {
        do throws(Slip) {
            let found = try read()
            if let word = cursor.current { throw surplus(word) }
            return found
        } catch {
            note(error)
            return []
        }
    }

    private mutating func read() throws(Slip) -> [Declaration] {
        guard let kind = ObjectKind(keyword: statement.keyword) else {
            return statement.keyword == "monitor" ? [try monitor()] : try xmlLine()
        }
        switch kind {
        case .node: return [try node()]
        case .properties, .resourceDefaults, .operationDefaults: return [try set(kind)]
        case .topology: return [try topology()]
        default: break
        }
        let place = try id()
        let element = try body(kind, place.text)
        return [declaration(kind, place, element)]
    }

    private mutating func body(_ kind: ObjectKind, _ id: String) throws(Slip) -> CIBElement {
        switch kind {
        case .primitive, .template: try primitive(kind, id)
        case .group: try group(id)
        case .clone, .master: try clone(kind, id)
        case .bundle: try bundle(id)
        case .location: try location(id)
        case .colocation: try colocation(id)
        case .order: try order(id)
        case .ticket: try ticket(id)
        case .tag: try tag(id)
        case .role: try role(id)
        case .target, .aclGroup: try target(kind, id)
        case .alert: try alert(id)
        case .node, .topology, .properties, .resourceDefaults, .operationDefaults: CIBElement(kind.element)
        }
    }

    func declaration(_ kind: ObjectKind, _ place: Word, _ element: CIBElement) -> Declaration {
        let object = CrmObject(kind: kind, id: element.id, element: element, members: members.map(\.id))
        return Declaration(
            object: object, statement: statement, place: place, members: members, references: references)
    }

    /// The word behind the keyword; a tag's may end in a colon.
    private mutating func id() throws(Slip) -> Word {
        var word = try cursor.expect("an id", advice: "write \(statement.keyword) ID …")
        if statement.keyword == "tag", word.text.hasSuffix(":") { word.text.removeLast() }
        guard Self.isID(word.text) else {
            throw Slip(
                word, "\(word.shown) is no id", advice: "ids have A-Z a-z 0-9 . _ - and begin with a letter or _")
        }
        return word
    }

    static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 255 else { return false }
        let isStart = NameByte.isAllowed(first) && !(48...57).contains(first) || first >= 0x80
        return isStart && ![UInt8(ascii: "-"), UInt8(ascii: ".")].contains(first)
            && text.utf8.allSatisfy { NameByte.isAllowed($0) || $0 >= 0x80 }
    }

    /// `description=…`
    mutating func description(into element: inout CIBElement) {
        if let word = cursor.take(value: "description") { element["description"] = word.value }
    }

    mutating func note(_ slip: Slip, _ severity: Diagnostic.Severity = .mistake) { slips.append((severity, slip)) }

    mutating func refer(_ target: Declaration.Reference.Target, _ id: String, _ word: Word) {
        references.append(.init(target: target, id: id, word: word))
    }

    func surplus(_ word: Word) -> Slip {
        let near = NearestName.of(word.text, among: Self.sectionWords)
        if near == "rule", word.text.lowercased() == near {
            return Slip(
                word, "\(word.shown) cannot stand here", advice: "a set has one rule at most, before all its values")
        }
        return Slip(
            word, "\(word.shown) cannot stand here",
            advice: near.flatMap { $0 == word.text.lowercased() ? nil : $0 }.map { "did you mean \($0)?" }
                ?? "the statement is complete without it: see crm(8)")
    }

    /// What begins a section, and so ends the one before.
    static let sectionWords = [
        "params", "meta", "utilization", "operations", "op", "op_params", "op_meta", "rule", "attributes",
    ]
    static let sectionEnds = Set(sectionWords)
}

/// What is known when a statement is read.
struct ReadingContext {
    /// Names of all nodes, sorted.
    var nodeNames: [String] = []
    /// Who provides an OCF agent of a type, as far as that is known here.
    var providers: (String) -> [String] = { _ in [] }
}
