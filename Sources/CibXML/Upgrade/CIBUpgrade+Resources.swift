import ClusterModel

extension CIBUpgrade {
    mutating func upgraded(_ old: ResourceDefinition) -> ResourceDefinition {
        var resource = old
        switch old.kind {
        case .primitive, .template: upgradePlain(&resource)
        case .group(let members): resource.kind = .group(members.map { upgraded($0) })
        case .clone(let member, let isMaster): resource.kind = .clone(upgraded(member), isMaster: isMaster)
        case .bundle: break
        }
        return resource
    }

    private mutating func upgradePlain(_ resource: inout ResourceDefinition) {
        resource.parameters = upgraded(resource.parameters, Renaming.parameter, where: resource.id)
        resource.meta = upgraded(resource.meta, Renaming.meta, where: resource.id)
        var collected = Requirements(resource)
        for index in resource.operations.indices {
            collected.take(from: &resource.operations[index])
            moveMeta(in: &resource.operations[index], of: resource)
        }
        resource.meta += collected.sets
        if collected.count > 0 { changes.append("\(resource.id): requires is a meta attribute of the resource now") }
    }

    /// Sets that lose all they had go too.
    private mutating func upgraded(
        _ sets: [AttributeSet], _ rename: (String, String?) -> Renaming?, where place: String
    ) -> [AttributeSet] {
        sets.compactMap { set in
            guard set.pairs.contains(where: { rename($0.name, $0.value) != nil }) else { return set }
            var kept = set
            kept.pairs = set.pairs.compactMap { pair in
                rename(pair.name, pair.value).map { renamed(pair, $0, where: place) } ?? pair
            }
            return kept.pairs.isEmpty ? nil : kept
        }
    }

    /// What an operation's parameters say of the operation itself belongs to its meta attributes.
    private mutating func moveMeta(in operation: inout OperationDefinition, of resource: ResourceDefinition) {
        let names: Set = ["interval-origin", "start-delay", "enabled", "on-fail", "record-pending", "role", "timeout"]
        for index in operation.parameters.indices {
            let set = operation.parameters[index]
            let moved = set.pairs.filter { names.contains($0.name) }
            guard !moved.isEmpty else { continue }
            operation.parameters[index].pairs.removeAll { names.contains($0.name) }
            for pair in moved { operation.addMeta(pair, from: set) }
            changes.append("\(resource.id): \(moved.map(\.name).joined(separator: ", ")) of \(operation.id) moved")
        }
        operation.parameters.removeAll { $0.pairs.isEmpty && $0.reference == nil && $0.unknown.isEmpty }
    }
}

extension OperationDefinition {
    /// Unless it is set there.
    fileprivate mutating func addMeta(_ pair: AttributeSet.Pair, from set: AttributeSet) {
        let created = set.rule == nil ? "_2TO3_\(id)-meta" : "_2TO3_\(set.id)"
        let index = meta.firstIndex { set.rule == nil ? $0.rule == nil && $0.reference == nil : $0.id == created }
        guard let index else {
            return meta.append(AttributeSet(attributes: ["id": created], rule: set.rule, pairs: [pair]))
        }
        if meta[index][pair.name] == nil { meta[index].pairs.append(pair) }
    }
}

/// `requires` of operations, which is of the resource today. It counted for start and promote only; the last one wins,
/// and attributes of `<op>` win over what stands in it.
private struct Requirements {
    private let resource: ResourceDefinition
    private let isSet: Bool
    private var direct: AttributeSet.Pair?
    private var nested: AttributeSet?
    private(set) var count = 0

    init(_ resource: ResourceDefinition) {
        self.resource = resource
        isSet = resource.meta.contains { $0.rule == nil && $0["requires"] != nil }
    }

    mutating func take(from operation: inout OperationDefinition) {
        let counts = ["start", "promote"].contains(operation.name) && !isSet
        if let value = operation.attributes["requires"] {
            count += 1
            operation.attributes["requires"] = nil
            let id = "_2TO3_\(operation.id)-meta-requires"
            if counts { direct = .init(id: id, name: "requires", value: value) }
        }
        take(from: &operation.parameters, counts)
        take(from: &operation.meta, counts)
    }

    private mutating func take(from sets: inout [AttributeSet], _ counts: Bool) {
        for index in sets.indices {
            guard let pair = sets[index].pairs.first(where: { $0.name == "requires" }) else { continue }
            count += 1
            var moved = sets[index]
            moved.attributes["id"] = "_2TO3_\(moved.id)"
            moved.pairs = [pair]
            if counts { nested = moved }
            sets[index].pairs.removeAll { $0.name == "requires" }
        }
        sets.removeAll { $0.pairs.isEmpty && $0.reference == nil && $0.unknown.isEmpty }
    }

    var sets: [AttributeSet] {
        if let direct { return [AttributeSet(attributes: ["id": "_2TO3_\(resource.id)-meta"], pairs: [direct])] }
        return nested.map { [$0] } ?? []
    }
}
