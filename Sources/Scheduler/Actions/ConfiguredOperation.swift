import ClusterModel

/// `<op>` as far as it decides which actions there are.
struct ConfiguredOperation {
    var task: ActionTask
    var intervalMilliseconds: Int
    var isEnabled: Bool
    /// Nil where none is set; `unknown` where nobody knows the word.
    var role: ResourceRole?
    /// Another one has the same name and interval: neither recurs then.
    var isDoubled = false
    /// Place in the resource's `operations`.
    var place: Int

    /// It runs again and again while the resource is active, or in the role it names.
    var canRecur: Bool {
        switch task {
        case .start, .stop, .reload: false
        case .custom: intervalMilliseconds > 0
        default: intervalMilliseconds > 0
        }
    }
}

extension ActionTable {
    mutating func configuredOperations(of definition: ResourceDefinition) -> [ConfiguredOperation] {
        var operations: [ConfiguredOperation] = []
        operations.reserveCapacity(definition.operations.count)
        for (place, operation) in definition.operations.enumerated() {
            operations.append(
                ConfiguredOperation(
                    task: task(named: operation.name),
                    intervalMilliseconds: TimeText.intervalMilliseconds(operation.attributes["interval"]),
                    isEnabled: TruthText.isTrue(operation.attributes["enabled"], default: true),
                    role: operation.attributes["role"].map { ResourceRole(word: $0) }, place: place))
        }
        markDoubled(&operations)
        return operations
    }

    private func markDoubled(_ operations: inout [ConfiguredOperation]) {
        struct Key: Hashable {
            var task: ActionTask
            var interval: Int
        }
        var count: [Key: Int] = [:]
        for operation in operations { count[Key(task: operation.task, interval: operation.intervalMilliseconds), default: 0] += 1 }
        for place in operations.indices {
            let operation = operations[place]
            operations[place].isDoubled =
                count[Key(task: operation.task, interval: operation.intervalMilliseconds)] != 1
        }
    }
}
