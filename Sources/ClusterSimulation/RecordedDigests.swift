import ClusterModel
import Scheduler

/// What operations are recorded to have run with. A resource is probed on every node with the same parameters, one
/// probe after the other, and many resources have the same ones: that is worked out once.
struct RecordedDigests {
    private let digests: OperationDigest
    private let conditions: ClusterConditions
    private var last: (key: Key, digest: String)?

    private struct Key: Equatable {
        var resource: ResourceIndex
        var task: ActionTask
        var intervalMilliseconds: Int
    }

    init(_ conditions: ClusterConditions, digest: @escaping (String) -> String) {
        self.conditions = conditions
        let known = KnownDigests(digest)
        digests = OperationDigest(conditions) { known.value($0) }
    }

    /// - Parameter name: of the task.
    mutating func value(_ action: Action, _ name: String, of resource: ResourceIndex, on node: NodeIndex) -> String {
        let key = Key(
            resource: resource, task: action.task, intervalMilliseconds: action.intervalMilliseconds)
        if let last, last.key == key { return last.digest }
        let digest = digests.value(name, every: action.intervalMilliseconds, of: resource, on: node)
        last = dependsOnNode(resource) ? nil : (key, digest)
        return digest
    }

    /// Of one that was recorded without.
    func value(of record: OperationRecord, of resource: ResourceIndex, on node: NodeIndex) -> String {
        digests.value(record.operation, every: record.intervalMilliseconds, of: resource, on: node)
    }

    /// A rule may give the resource other parameters on another node.
    private func dependsOnNode(_ resource: ResourceIndex) -> Bool {
        let definition = conditions.definitions[conditions.resources[resource].definition]
        let sets = definition.parameters + definition.operations.flatMap(\.parameters)
        if sets.contains(where: { $0.rule != nil || $0.reference != nil }) { return true }
        return conditions.resources[resource].parent.map(dependsOnNode) ?? false
    }
}

/// Digests by what they are of; a few only, since those of one time are alike.
private final class KnownDigests {
    private let digest: (String) -> String
    private var known: [String: String] = [:]

    init(_ digest: @escaping (String) -> String) { self.digest = digest }

    func value(_ text: String) -> String {
        if let digest = known[text] { return digest }
        if known.count >= 256 { known.removeAll(keepingCapacity: true) }
        let value = digest(text)
        known[text] = value
        return value
    }
}
