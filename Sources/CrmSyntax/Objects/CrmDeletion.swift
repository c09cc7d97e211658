import ClusterModel

/// What is left of a configuration when some objects are taken out, as crmsh does: what names them goes with them or
/// names them no longer, and what lies in them stays, on its own.
public struct CrmDeletion: Sendable {
    public private(set) var configuration: CIBConfiguration
    /// Ids that nothing has.
    public let unknown: [String]
    /// What goes with them, or is left without a member: constraints, tags, containers, primitives of a template.
    public private(set) var consequences: [String] = []

    public init(_ ids: [String], of configuration: CIBConfiguration) {
        var table = ObjectTable(configuration)
        var gone = Set<CrmObject.Key>()
        var missing: [String] = []
        for id in ids {
            if let key = table.all(named: id).first?.key { gone.insert(key) } else { missing.append(id) }
        }
        unknown = missing
        let asked = gone
        repeat { Self.addContainers(&gone, table) } while Self.addDependents(&gone, &table)
        consequences = table.objects.filter { gone.contains($0.key) && !asked.contains($0.key) }.map(\.id)
        table.remove { gone.contains($0.key) }
        self.configuration = table.configuration
    }

    /// Containers whose members all go.
    private static func addContainers(_ gone: inout Set<CrmObject.Key>, _ table: ObjectTable) {
        // Groups before the clones around them.
        for object in table.objects.sorted(by: { $0.kind.rank < $1.kind.rank }) where !object.members.isEmpty {
            if object.members.allSatisfy({ gone.contains(.init(id: $0)) }) { gone.insert(object.key) }
        }
    }

    /// Takes names out of what stays, and answers whether more must go.
    private static func addDependents(_ gone: inout Set<CrmObject.Key>, _ table: inout ObjectTable) -> Bool {
        let before = gone.count
        for object in table.objects where !gone.contains(object.key) {
            var rest = object
            rest.removeNames { gone.contains(.init(id: $0)) }
            guard rest != object else { continue }
            if rest.saysNothing { gone.insert(object.key) } else { table.put(rest) }
        }
        return gone.count > before
    }
}

extension CrmObject {
    fileprivate mutating func removeNames(where isGone: (String) -> Bool) {
        members.removeAll(where: isGone)
        if element["template"].map(isGone) == true { element["template"] = nil }
        guard kind.isConstraint || kind == .tag else { return }
        for name in ["rsc", "with-rsc", "first", "then"] where element[name].map(isGone) == true { element[name] = nil }
        element.children.removeAll { $0.name == "obj_ref" && isGone($0.id) }
        for index in element.children.indices where element.children[index].name == "resource_set" {
            element.children[index].children.removeAll { isGone($0.id) }
        }
        element.children.removeAll { $0.name == "resource_set" && $0.children.isEmpty && $0["id-ref"] == nil }
    }

    /// Whether too little is named for it to mean anything.
    fileprivate var saysNothing: Bool {
        let named =
            ["rsc", "rsc-pattern", "with-rsc", "first", "then"].count { element[$0] != nil }
            + element.children("resource_set").reduce(0) { $0 + $1.children.count }
        switch kind {
        case .tag: return element.children.isEmpty
        case .location, .ticket: return named < 1
        case .colocation, .order: return named < 2
        case .primitive: return element["template"] == nil && element["type"] == nil
        default: return kind.isResource && !kind.members.isEmpty && members.isEmpty && kind != .bundle
        }
    }
}
