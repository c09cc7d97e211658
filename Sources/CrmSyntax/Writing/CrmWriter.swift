import ClusterModel

/// A configuration as text, as crmsh 4.4's `configure show` prints it: an object each statement, section by section,
/// each in the configuration's order. What the language cannot say is an `xml` statement.
public struct CrmWriter {
    /// No object of a selection fits this word.
    public struct NoSuchObject: Error, Equatable {
        public var word: String

        public init(word: String) { self.word = word }
    }

    private let table: ObjectTable
    private let statements: StatementText

    /// - Parameter hidesPasswords: whether values of names that begin with `passw` are shown as stars, as crmsh does
    ///   for people.
    public init(_ configuration: CIBConfiguration, hidesPasswords: Bool = false) {
        table = ObjectTable(configuration)
        statements = StatementText(table, hidesPasswords: hidesPasswords)
    }

    /// The whole configuration; what this makes, `ClusterReading` reads.
    public static func write(_ configuration: CIBConfiguration) -> String { CrmWriter(configuration).text }

    /// The object that has that id or a part that has it, and what an operator calls it, such as `ms db`; the id alone
    /// where nothing has it.
    public func object(with id: String) -> (id: String, name: String) {
        let object = table[id] ?? table.objects.first { $0.element.holds(id) }
        return object.map { ($0.id, $0.title) } ?? (id, id)
    }

    /// All objects. Ends in a line feed unless it is empty.
    public var text: String { text(of: table.objects) }

    /// - Parameter selection: ids, `type:KIND`, `tag:TAG` or `related:ID`; all objects where it is empty.
    public func text(of selection: [String]) throws(NoSuchObject) -> String {
        text(of: try table.selection(selection))
    }

    private func text(of objects: [CrmObject]) -> String {
        let sorted = objects.enumerated().sorted {
            ($0.element.kind.section, $0.offset) < ($1.element.kind.section, $1.offset)
        }.map(\.element)
        // Their resources stand in the XML.
        var (inner, lines) = (Set<String>(), [CrmObject.Key: String]())
        for object in sorted where !object.members.isEmpty {
            guard statements.text(of: object) == nil else { continue }
            lines[object.key] = statements.xml(of: object)
            inner.formUnion(table.members(of: object).map(\.id))
        }
        return sorted.filter { !$0.kind.isResource || !inner.contains($0.id) }.map { object in
            (lines[object.key] ?? statements.text(of: object) ?? statements.xml(of: object)) + "\n"
        }.joined()
    }
}

extension CIBConfiguration {
    /// What is left when only some objects, with all that lies in them and around them, are kept.
    public func selection(_ words: [String]) throws(CrmWriter.NoSuchObject) -> CIBConfiguration {
        var table = ObjectTable(self)
        let (chosen, holders) = (try table.selection(words), table.holders)
        var keys = Set<CrmObject.Key>()
        for object in chosen {
            var top = object
            while object.kind.isResource, let holder = holders[top.id].flatMap({ table[$0] }) { top = holder }
            keys.insert(top.key)
            keys.formUnion(table.members(of: top).map(\.key))
        }
        table.remove { !keys.contains($0.key) }
        if !words.isEmpty { table.others = [] }
        return table.configuration
    }
}
