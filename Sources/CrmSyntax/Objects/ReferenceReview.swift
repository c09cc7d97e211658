import ClusterModel

/// What is named must be there: members of groups and clones, resources of constraints, templates, `id-ref`.
struct ReferenceReview {
    private let table: ObjectTable
    private let declarations: [Declaration]
    private let nodes: Set<String>
    private let resources: [String]

    /// Resolves `id-ref` that names an object, and means its first part of that kind.
    init(_ table: inout ObjectTable, _ declarations: [Declaration]) {
        let hasParts = declarations.contains {
            $0.references.contains { if case .part = $0.target { true } else { false } }
        }
        if hasParts {
            for declaration in declarations {
                guard var object = table[declaration.object.key] else { continue }
                Self.resolve(&object.element, table)
                table.put(object)
            }
        }
        self.table = table
        self.declarations = declarations
        nodes = Set(table.nodeNames.map { $0.lowercased() })
        resources = table.objects.filter { $0.kind.isResource }.map(\.id)
    }

    private static func resolve(_ element: inout CIBElement, _ table: ObjectTable) {
        if let id = element["id-ref"], let object = table[id],
            let part = object.element.name == element.name ? object.element : object.element.descendant(element.name),
            let own = part["id"]
        {
            element["id-ref"] = own
        }
        for index in element.children.indices { resolve(&element.children[index], table) }
    }

    func review(into report: inout Report) {
        let parts = partNames()
        var holders: [String: String] = [:]
        let declared = Set(declarations.map(\.object.key))
        for object in table.objects where !declared.contains(object.key) {
            for member in object.members { holders[member] = object.id }
        }
        for declaration in declarations {
            for member in declaration.members { review(member: member, of: declaration, &holders, into: &report) }
            for reference in declaration.references { review(reference, declaration, parts, into: &report) }
        }
    }

    private func review(
        member: Declaration.Reference, of declaration: Declaration, _ holders: inout [String: String],
        into report: inout Report
    ) {
        let (kind, id) = (declaration.object.kind, declaration.object.id)
        guard let object = table[member.id] else {
            return missing(
                member, "there is no resource \(member.id.prefix(40))", among: resources, declaration, &report)
        }
        guard kind.members.contains(object.kind) else {
            report.add(
                .mistake, declaration.statement, member.word,
                "a \(kind.rawValue) cannot hold \(member.id), which is a \(object.kind.rawValue)",
                advice: "name a \(kind.members.map(\.rawValue).joined(separator: " or a "))")
            return
        }
        if let other = holders.updateValue(id, forKey: member.id), other != id {
            report.add(
                .mistake, declaration.statement, member.word, "\(member.id) is in \(other) already",
                advice: "take it out of one of them")
        }
    }

    private func review(
        _ reference: Declaration.Reference, _ declaration: Declaration, _ parts: [String: Set<String>],
        into report: inout Report
    ) {
        let (id, shown) = (reference.id, reference.id.prefix(40))
        switch reference.target {
        case .resource:
            guard table[id].map({ $0.kind.isResource || $0.kind == .tag }) != true else { return }
            missing(reference, "there is no resource \(shown)", among: resources, declaration, &report)
        case .template:
            guard table[id]?.kind != .template else { return }
            missing(reference, "there is no template \(shown)", among: ids(.template), declaration, &report)
        case .device:
            guard let object = table[id] else {
                return missing(reference, "there is no device \(shown)", among: resources, declaration, &report)
            }
            if object.kind == .primitive, let name = object.element["class"], name != "stonith" {
                report.add(
                    .warning, declaration.statement, reference.word, "\(shown) is no stonith resource",
                    advice: "name one that is: stonith:TYPE")
            }
        case .role:
            guard table[id]?.kind != .role else { return }
            missing(reference, "there is no role \(shown)", among: ids(.role), declaration, &report)
        case .anything:
            guard table[id] == nil, table.node(id) == nil else { return }
            missing(reference, "there is nothing of the id \(shown)", among: resources, declaration, &report)
        case .node:
            guard !nodes.isEmpty, !nodes.contains(id.lowercased()) else { return }
            missing(reference, "there is no node \(shown)", among: nodes.sorted(), declaration, &report, .warning)
        case .part(let name):
            let wanted = resolved(id, name)
            guard parts[name]?.contains(wanted) != true else { return }
            missing(
                reference, "nothing of that kind has the id \(shown)", among: (parts[name] ?? []).sorted(), declaration,
                &report)
        }
    }

    private func ids(_ kind: ObjectKind) -> [String] { table.objects.filter { $0.kind == kind }.map(\.id) }

    private func resolved(_ id: String, _ name: String) -> String {
        table[id]?.element.descendant(name)?["id"] ?? id
    }

    private func missing(
        _ reference: Declaration.Reference, _ text: String, among names: @autoclosure () -> [String],
        _ declaration: Declaration, _ report: inout Report, _ severity: Diagnostic.Severity = .mistake
    ) {
        report.add(
            severity, declaration.statement, reference.word, text,
            advice: NearestName.of(reference.id, among: names()).map { "did you mean \($0)?" }
                ?? "declare it, or take it out here")
    }

    /// Ids of all parts that may be referred to, by element.
    private func partNames() -> [String: Set<String>] {
        guard
            declarations.contains(where: {
                $0.references.contains { if case .part = $0.target { true } else { false } }
            })
        else { return [:] }
        var names: [String: Set<String>] = [:]
        func look(_ element: CIBElement) {
            if let id = element["id"] { names[element.name, default: []].insert(id) }
            for child in element.children { look(child) }
        }
        for object in table.objects { look(object.element) }
        return names
    }
}
