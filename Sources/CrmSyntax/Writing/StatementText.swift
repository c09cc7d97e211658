import ClusterModel

/// The statement that declares an object.
struct StatementText {
    let table: ObjectTable
    let sets: AttributeSetText
    private let context: ReadingContext

    init(_ table: ObjectTable, hidesPasswords: Bool) {
        self.table = table
        sets = AttributeSetText(references: References(table.objects), hidesPasswords: hidesPasswords)
        context = ReadingContext(nodeNames: table.nodeNames)
    }

    /// Nil for what the language cannot say: then what it reads back as is something else.
    func text(of object: CrmObject) -> String? {
        guard let lines = lines(of: object), isTrue(lines, object) else { return nil }
        return lines.joined(separator: " \\\n\t")
    }

    private func isTrue(_ lines: [String], _ object: CrmObject) -> Bool {
        var said = lines
        if sets.hidesPasswords {
            let open = StatementText(self, hidesPasswords: false)
            said = open.lines(of: object) ?? []
        }
        let source = SourceText(Array(said.joined(separator: " \\\n").utf8), limit: ClusterReading.bytesMax)
        var next = 0
        var report = Report(source)
        let line = LogicalLine(source, next: &next)
        guard next == source.lineCount, let statement = Statement(line, into: &report), !report.hasMistakes else {
            return false
        }
        var reader = StatementReader(statement, context)
        guard let read = reader.declarations().first?.object, !reader.slips.contains(where: { $0.severity == .mistake })
        else { return false }
        return read.id == object.id && read.members == object.members && read.element.saysTheSame(as: object.element)
    }

    private init(_ other: StatementText, hidesPasswords: Bool) {
        table = other.table
        sets = AttributeSetText(references: other.sets.references, hidesPasswords: hidesPasswords)
        context = other.context
    }

    /// With what lies in it.
    func xml(of object: CrmObject) -> String {
        var element = nested(object)
        if object.kind == .resourceDefaults || object.kind == .operationDefaults {
            element = CIBElement(object.kind.element, [:], [element])
        }
        if sets.hidesPasswords { element.hidePasswords() }
        return "xml " + element.indentedXML.split(separator: "\n").joined(separator: " \\\n")
    }

    private func nested(_ object: CrmObject) -> CIBElement {
        var element = object.element
        element.children += object.members.compactMap { table[$0] }.map(nested)
        return element
    }

    /// The head, and a line for each section. Nil for what has no head.
    private func lines(of object: CrmObject) -> [String]? {
        let element = object.element
        var head = [object.kind.rawValue, object.id]
        var rest: [String] = element["description"].map { [Quoting.pair("description", $0)] } ?? []
        switch object.kind {
        case .node:
            head = nodeHead(object)
            rest += element.children.map { sets.text("instance_attributes" == $0.name ? "attributes" : $0.name, $0) }
        case .primitive, .template:
            head.append(type(of: element))
            rest += element.children.flatMap(section)
        case .group, .clone, .master:
            head += object.members
            rest += element.children.flatMap(section)
        case .bundle:
            rest += element.children.map(sets.bundlePart) + object.members.map { "primitive \($0)" }
        case .tag: head += element.children.map(\.id)
        case .location, .colocation, .order, .ticket:
            guard let words = ConstraintText(sets).words(object) else { return nil }
            head += words
            rest += element.children("rule").map { "rule " + sets.rule($0) }
        case .topology: (head, rest) = ([object.kind.rawValue], TopologyText.lines(element))
        case .properties, .resourceDefaults, .operationDefaults:
            head[1] = "\(object.id):"
            rest += element.children("rule").map { "rule " + sets.rule($0) } + element.children("nvpair").map(sets.pair)
        case .role: rest += element.children.map(AccessText.permission)
        case .target, .aclGroup: rest += element.children.map(\.id)
        case .alert:
            head.append(Quoting.quoted(element["path"] ?? ""))
            rest += AlertText(sets).lines(element)
        }
        return [head.joined(separator: " ")] + rest
    }

    private func nodeHead(_ object: CrmObject) -> [String] {
        let name = object.element["uname"] ?? object.id
        let type = object.element["type"].map { $0 == "normal" ? "" : ":\($0)" } ?? ""
        return ["node"] + (object.id == name ? [] : ["\(object.id):"]) + [name + type]
    }

    /// Without class and provider where that is `ocf:heartbeat`.
    private func type(of element: CIBElement) -> String {
        if let template = element["template"] { return "@\(template)" }
        let (agentClass, provider, type) = (element["class"] ?? "", element["provider"], element["type"] ?? "")
        if agentClass == "ocf", provider == nil || provider == "heartbeat" { return type }
        return ([agentClass] + [provider].compactMap(\.self) + [type]).joined(separator: ":")
    }

    private func section(_ child: CIBElement) -> [String] {
        switch child.name {
        case "instance_attributes": [sets.text("params", child)]
        case "meta_attributes": [sets.text("meta", child)]
        case "utilization": [sets.text("utilization", child)]
        case "operations": operations(child)
        default: []
        }
    }

    private func operations(_ element: CIBElement) -> [String] {
        let id = ["id", "id-ref"].compactMap { name in element[name].map { Quoting.pair("$\(name)", $0) } }
        return (id.isEmpty ? [] : ["operations " + id.joined(separator: " ")])
            + element.children.flatMap { operation in
                let attributes = operation.attributes.pairs.filter { !["id", "name"].contains($0.name) }
                let head = ["op", operation["name"] ?? ""] + attributes.map { Quoting.pair($0.name, $0.value) }
                return [head.joined(separator: " ")]
                    + operation.children.map { sets.text($0.name == "meta_attributes" ? "op_meta" : "op_params", $0) }
            }
    }
}
