import ClusterModel

extension ClusterConditions {
    /// What holds for an operation that the history or the scheduler calls `RESOURCE_OPERATION_INTERVAL`.
    func policy(of resource: ResourceIndex, key: String, operation: String) -> OperationPolicy {
        let definitions = operations(of: resource)
        let place = definitions.firstIndex { matches($0, key, resource) }
        let interval = key.lastIndex(of: "_").map { ValueText.number(String(key[key.index(after: $0)...])) ?? 0 } ?? 0
        let wish = onFailText(of: resource, place.map { definitions[$0] }, operation, interval)
        let onFail = onFail(wish?.lowercased(), operation, place.map { definitions[$0] })
        return OperationPolicy(
            onFail: onFail, failRole: onFail == .stop ? .stopped : .started, intervalMilliseconds: interval,
            definition: place)
    }

    private func matches(_ definition: OperationDefinition, _ key: String, _ resource: ResourceIndex) -> Bool {
        let interval = ValueText.milliseconds(definition.attributes["interval"])
        let end = "_\(definition.name)_\(interval)".lowercased()
        let key = key.lowercased()
        guard key.hasSuffix(end) else { return false }
        let name = key.dropLast(end.count)
        return name == resources[resource].id.lowercased()
            || name == resources[resource].historyName?.lowercased() ?? ""
    }

    /// Its own word, that of its meta attributes, or that of the defaults.
    private func onFailText(
        of resource: ResourceIndex, _ definition: OperationDefinition?, _ operation: String, _ interval: Int
    ) -> String? {
        if let text = definition?.attributes["on-fail"] { return text }
        var reading = reading
        reading.evaluation.agent = RuleEvaluation.Agent(definitions[resources[resource].definition])
        reading.evaluation.operation = RuleEvaluation.Operation(name: operation, intervalMilliseconds: interval)
        var table = NameTable()
        reading.read(operationDefaults, into: &table)
        if let definition { reading.read(definition.meta, overwriting: true, into: &table) }
        return table["on-fail"]
    }

    private func onFail(
        _ wish: String?, _ operation: String, _ definition: OperationDefinition?
    ) -> OperationPolicy.OnFail {
        let isStopOperation = operation.lowercased() == "stop"
        if isStopOperation, ["standby", "demote", "stop"].contains(wish) { return usual(isStopOperation) }
        switch wish {
        case "block": return .block
        case "fence": return options.isFencingEnabled ? .fence : .stop
        case "standby": return .standby
        case "ignore", "nothing": return .ignore
        case "migrate": return .migrate
        case "stop": return .stop
        case "restart": return .restart
        // It needs a container, or a promotable clone: neither can be here.
        default: return usual(isStopOperation)
        }
    }

    private static let answers: Set = [
        "block", "fence", "standby", "ignore", "nothing", "migrate", "stop", "restart", "restart-container", "demote",
    ]

    /// An `on-fail` that is none counts as if it were not there.
    mutating func complainOfAnswers() {
        complainOfAnswers(operationDefaults, of: "op_defaults")
        for definition in definitions {
            for operation in definition.operations {
                complainOf(operation.attributes["on-fail"], of: definition.id, at: operation.id)
                complainOfAnswers(operation.meta, of: definition.id)
            }
        }
    }

    private mutating func complainOfAnswers(_ sets: [AttributeSet], of id: String) {
        for pair in sets.flatMap(\.pairs) where pair.name == "on-fail" { complainOf(pair.value, of: id, at: pair.id) }
    }

    private mutating func complainOf(_ answer: String?, of id: String, at place: String) {
        guard let answer, !Self.answers.contains(answer.lowercased()) else { return }
        complain(.error, "\(id): Unknown failure type (\(answer))", place: place)
    }

    private func usual(_ isStopOperation: Bool) -> OperationPolicy.OnFail {
        isStopOperation ? options.isFencingEnabled ? .fence : .block : .restart
    }
}
