import ClusterModel

/// What an operation runs with, in 32 digits: by them one tells whether the definition changed since (Pacemaker's
/// `op-digest`: MD5 of the parameters as one XML element).
public struct OperationDigest {
    let conditions: ClusterConditions
    let digest: (String) -> String

    public init(_ conditions: ClusterConditions, digest: @escaping (String) -> String) {
        self.conditions = conditions
        self.digest = digest
    }

    /// As an executor records it after the operation.
    public func value(_ name: String, every interval: Int, of resource: ResourceIndex, on node: NodeIndex) -> String {
        digest(text(parameters(name, every: interval, of: resource, on: node).sorted))
    }

    /// What changed since an operation was recorded.
    enum Change {
        case none
        /// Only what an agent can be told while it runs, as far as it can.
        case canReload
        case needsRestart
    }

    func change(since record: OperationRecord, of resource: ResourceIndex, on node: NodeIndex) -> Change {
        let interval = record.intervalMilliseconds
        let all = parameters(record.operation, every: interval, of: resource, on: node).sorted
        if !record.restartDigest.isEmpty, restartDigest(all, record) != record.restartDigest { return .needsRestart }
        guard !record.digest.isEmpty else { return .canReload }
        guard record.digest != digest(text(all)) else { return .none }
        let definition = conditions.operation(record.operation, every: interval, of: resource)
        let isOwn = interval == 0 && !ownParameters(definition, on: node).pairs.isEmpty
        return isOwn ? .needsRestart : .canReload
    }

    /// It is known that the parameters changed since.
    static func parametersChanged(
        since record: OperationRecord, of resource: ResourceIndex, on node: NodeIndex,
        in conditions: ClusterConditions, digest: @escaping (String) -> String
    ) -> Bool {
        guard !record.digest.isEmpty || !record.restartDigest.isEmpty else { return false }
        switch OperationDigest(conditions, digest: digest).change(since: record, of: resource, on: node) {
        case .none: return false
        case .canReload: return !record.digest.isEmpty
        case .needsRestart: return true
        }
    }

    /// Of those that need a restart when they change.
    private func restartDigest(_ all: [NameTable.Pair], _ record: OperationRecord) -> String {
        guard !record.restartParameters.isEmpty else { return digest(text(all)) }
        let names = Set(record.restartParameters.split(separator: " "))
        return digest(text(all.filter { names.contains($0.name[...]) }))
    }

    private func parameters(
        _ name: String, every interval: Int, of resource: ResourceIndex, on node: NodeIndex
    ) -> NameTable {
        let definition = conditions.operation(name, every: interval, of: resource)
        var table = ownParameters(definition, on: node)
        table.add(conditions.parameters(of: resource, on: node))
        for name in Self.leftOut where table[name] != nil { table.remove(name) }
        if interval > 0 {
            table.add("CRM_meta_timeout", timeout(name, every: interval, of: resource, definition))
        }
        return table
    }

    private static let leftOut = ["id", "crm_feature_set", "op-digest", "on_node", "on_node_uuid", "pcmk_external_ip"]

    private func timeout(
        _ name: String, every interval: Int, of resource: ResourceIndex, _ definition: OperationDefinition?
    ) -> String {
        let own = definition?.attributes["timeout"]
        if own != nil || (conditions.operationDefaults.isEmpty && definition?.meta.isEmpty ?? true) {
            return String(OperationMeta.timeoutMilliseconds(own))
        }
        return OperationMeta(conditions, resource, name, every: interval, definition).values["timeout"] ?? ""
    }

    /// Those of `<op>` itself.
    private func ownParameters(_ definition: OperationDefinition?, on node: NodeIndex) -> NameTable {
        var table = NameTable()
        guard let definition, !definition.parameters.isEmpty else { return table }
        var reading = conditions.reading
        reading.evaluation.attributes = conditions.nodes[node].attributes
        reading.read(definition.parameters, into: &table)
        return table
    }

    private func text(_ parameters: [NameTable.Pair]) -> String {
        var text = " <parameters"
        for pair in parameters { text += " \(pair.name)=\"\(XMLText.escaped(pair.value))\"" }
        return text + "/>\n"
    }
}

extension ClusterConditions {
    /// The first `<op>` of that name and interval, enabled or not.
    func operation(_ name: String, every interval: Int, of resource: ResourceIndex) -> OperationDefinition? {
        operations(of: resource).first {
            $0.name == name && ValueText.milliseconds($0.attributes["interval"]) == interval
        }
    }
}
