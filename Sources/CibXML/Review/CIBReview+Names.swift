import ClusterModel

/// Names that Pacemaker does not know, and so ignores without a word.
extension CIBReview {
    private static let properties = OptionKind.properties.keys.sorted()
    private static let meta = OptionKind.meta.keys.sorted()
    private static let operation = (Grammar.elements["op"]?.attributes.keys.sorted() ?? []) + ["requires"]

    /// - Parameter nearOnly: whether only those count that are like a known one; others may be an agent's or a tool's.
    mutating func reviewNames(nearOnly: Bool) {
        let configuration = cib.configuration
        review(configuration.properties, "cluster option", Self.properties, nearOnly)
        review(configuration.resourceDefaults, "meta attribute", Self.meta, nearOnly)
        review(configuration.operationDefaults, "attribute of an operation", Self.operation, nearOnly)
        for resource in resources.all {
            review(resource.meta, "meta attribute", Self.meta, nearOnly)
            for operation in resource.operations {
                review(operation.name, operation.id, "operation", OptionKind.operations, nearOnly)
                review(operation.meta, "attribute of an operation", Self.operation, nearOnly)
                // What is no attribute of an operation is a parameter of the agent.
                review(operation.parameters, "attribute of an operation", Self.operation, true)
            }
        }
    }

    private mutating func review(_ sets: [AttributeSet], _ what: String, _ known: [String], _ nearOnly: Bool) {
        for pair in sets.flatMap(\.pairs) where pair.reference == nil {
            review(pair.name, pair.id, what, known, nearOnly)
        }
    }

    private mutating func review(
        _ name: String, _ id: String, _ what: String, _ known: [String], _ nearOnly: Bool
    ) {
        guard !known.contains(name) else { return }
        let near = NearestName.of(name, among: known)
        if nearOnly, near == nil { return }
        complain(
            .warning, id, "\(name) is no \(what) that Pacemaker knows",
            near.map { "\($0)?" } ?? "a tool or an agent may know it")
    }
}
