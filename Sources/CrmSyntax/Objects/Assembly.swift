import ClusterModel

/// Puts what statements declare into a configuration: first all that is new, by kind, then what replaces something.
struct Assembly {
    private(set) var table: ObjectTable
    private let method: ClusterReading.Method
    private var identities = IdentityMaker()
    private(set) var declarations: [Declaration] = []

    init(_ base: CIBConfiguration, _ method: ClusterReading.Method) {
        table = ObjectTable(base)
        self.method = method
    }

    mutating func read(_ statements: [Statement], _ context: ReadingContext, into report: inout Report) {
        var context = context
        let isTopology = { (statement: Statement) in statement.keyword.hasPrefix("fencing") }
        for statement in statements where !isTopology(statement) { take(statement, context, into: &report) }
        context.nodeNames = nodeNames
        for statement in statements where isTopology(statement) { take(statement, context, into: &report) }
        declarations = unique(declarations, into: &report)
        clear()
        join()
        reserve(into: &report)
        place(into: &report)
        for declaration in declarations where declaration.owner != nil { add(operation: declaration, into: &report) }
        ReferenceReview(&table, declarations).review(into: &report)
    }

    private mutating func take(_ statement: Statement, _ context: ReadingContext, into report: inout Report) {
        if statement.isBroken { return }
        var reader = StatementReader(statement, context)
        declarations += reader.declarations()
        for (severity, slip) in reader.slips {
            report.add(severity, statement, at: slip.offset, slip.text, advice: slip.advice)
        }
    }

    /// Of the configuration that is there, and of the text.
    private var nodeNames: [String] {
        let declared = declarations.filter { $0.object.kind == .node }.compactMap { $0.object.element["uname"] }
        return Set(table.nodeNames + declared).sorted { $0.precedesByBytes($1) }
    }

    /// One declaration for each id; sets of one id and kind are joined.
    private func unique(_ all: [Declaration], into report: inout Report) -> [Declaration] {
        var places: [CrmObject.Key: Int] = [:]
        var result: [Declaration] = []
        for declaration in all {
            let object = declaration.object
            guard declaration.owner == nil, let place = places[object.key] else {
                if declaration.owner == nil { places[object.key] = result.count }
                result.append(declaration)
                continue
            }
            if object.kind.isSet, result[place].object.kind == object.kind {
                result[place].object.element.children += object.element.children
                result[place].joined.append(declaration.statement)
            } else {
                let line = result[place].statement.line.place(0).line + 1
                report.add(
                    .mistake, declaration.statement, declaration.place,
                    "the id \(object.id) is taken: line \(line) declares it", advice: "give one of them another id")
            }
        }
        return result
    }

    /// Removes what the method does not keep.
    private mutating func clear() {
        let named = Set(declarations.map(\.object.key))
        switch method {
        case .replace: table.remove { $0.kind != .node }
        case .update: break
        case .push: table.remove { !named.contains($0.key) }
        }
    }

    /// In sets, and nodes of an update, that are there only the values that are named change; of values of one name the
    /// last counts.
    private mutating func join() {
        for index in declarations.indices {
            let object = declarations[index].object
            let (element, old) = (object.element, existing(object)?.element)
            if object.kind.isSet {
                declarations[index].object.element =
                    (old ?? CIBElement(element.name, element.attributes)).merged(with: element)
            } else if object.kind == .node, method == .update, let old {
                declarations[index].object.element = old.joined(with: element)
            }
        }
    }

    /// Takes the ids that were given: of what stays, then of the text.
    private mutating func reserve(into report: inout Report) {
        let replaced = Set(declarations.compactMap { existing($0.object)?.key })
        for object in table.objects where !replaced.contains(object.key) { identities.reserve(object.element) }
        for declaration in declarations {
            for id in identities.reserve(declaration.object.element) {
                report.add(
                    .mistake, declaration.statement, declaration.place, "the id \(id) is taken",
                    advice: id == declaration.object.id
                        ? "give one of them another id" : "leave it out, or take another")
            }
        }
    }

    private mutating func place(into report: inout Report) {
        let indices = declarations.indices.filter { declarations[$0].owner == nil }
        let sorted = indices.sorted {
            (declarations[$0].object.kind.rank, $0) < (declarations[$1].object.kind.rank, $1)
        }
        let old = sorted.map { existing(declarations[$0].object) }
        // What is new stands in the order of the text, whatever the order in which ids are made up.
        for (index, old) in zip(sorted, old).sorted(by: { $0.0 < $1.0 }) where old == nil {
            table.put(declarations[index].object)
        }
        for (index, old) in zip(sorted, old) where old == nil { put(index, over: nil, into: &report) }
        for (index, old) in zip(sorted, old) { if let old { put(index, over: old, into: &report) } }
    }

    private func existing(_ object: CrmObject) -> CrmObject? {
        object.kind == .node ? table.node(object.id) : table[object.key]
    }

    private mutating func put(_ index: Int, over old: CrmObject?, into report: inout Report) {
        let declaration = declarations[index]
        var object = declaration.object
        if let old {
            guard old.kind == object.kind else {
                report.add(
                    .mistake, declaration.statement, declaration.place,
                    "the id \(object.id) is taken by a \(old.kind.rawValue)", advice: "take another id")
                return
            }
            if object.kind == .node { object.id = old.id }
        }
        let hint = object.kind == .topology ? "fencing" : ""
        identities.complete(&object.element, from: old?.element, hint: hint)
        table.put(object)
    }

    private mutating func add(operation declaration: Declaration, into report: inout Report) {
        guard let owner = declaration.owner, var object = table[owner.id], object.kind == .primitive else {
            report.add(
                .mistake, declaration.statement, declaration.place, "there is no such primitive",
                advice: "name a primitive")
            return
        }
        var operation = declaration.object.element
        identities.complete(&operation, hint: object.id)
        if let place = object.element.children.firstIndex(where: { $0.name == "operations" }) {
            object.element.children[place].children.append(operation)
        } else {
            object.element.children.append(CIBElement("operations", [:], [operation]))
        }
        table.put(object)
    }
}
