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

    struct Key: Hashable {
        var task: ActionTask
        var intervalMilliseconds: Int
    }

    var key: Key { Key(task: task, intervalMilliseconds: intervalMilliseconds) }

    /// It runs again and again while the resource is active, or in the role it names.
    var canRecur: Bool {
        switch task {
        case .start, .stop, .reload: false
        default: intervalMilliseconds > 0
        }
    }
}

extension ActionTable {
    mutating func configuredOperations(_ definitions: [OperationDefinition]) -> [ConfiguredOperation] {
        var operations: [ConfiguredOperation] = []
        operations.reserveCapacity(definitions.count)
        for (place, operation) in definitions.enumerated() {
            operations.append(
                ConfiguredOperation(
                    task: task(named: operation.name),
                    intervalMilliseconds: ValueText.milliseconds(operation.attributes["interval"]),
                    isEnabled: operation.attributes["enabled"].flatMap(ValueText.boolean) ?? true,
                    role: operation.attributes["role"].map { ResourceRole(word: $0) }, place: place))
        }
        markDoubled(&operations)
        return operations
    }

    private func markDoubled(_ operations: inout [ConfiguredOperation]) {
        guard operations.count > 1 else { return }
        var count: [ConfiguredOperation.Key: Int] = [:]
        for operation in operations { count[operation.key, default: 0] += 1 }
        for place in operations.indices { operations[place].isDoubled = count[operations[place].key] != 1 }
    }
}

extension ResourceRole {
    /// `role` of an operation; `unknown` for what nobody knows.
    fileprivate init(word: String) {
        switch word.lowercased() {
        case "stopped": self = .stopped
        case "started": self = .started
        case "slave", "unpromoted": self = .unpromoted
        case "master", "promoted": self = .promoted
        default: self = .unknown
        }
    }
}
