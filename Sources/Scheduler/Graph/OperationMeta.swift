import ClusterModel

/// Meta attributes of an operation as an executor gets them: defaults, its own, what was written at `<op>` itself;
/// times
/// in milliseconds (Pacemaker Explained 2.1, "Resource Operations").
struct OperationMeta {
    private(set) var values = NameTable()

    /// - Parameter definition: the `<op>`; nil where there is none.
    init(
        _ conditions: ClusterConditions, _ resource: ResourceIndex, _ name: String, every interval: Int,
        _ definition: OperationDefinition?
    ) {
        let configured = conditions.definitions[conditions.resources[resource].definition]
        var reading = conditions.reading
        reading.evaluation.agent = RuleEvaluation.Agent(configured)
        reading.evaluation.operation = RuleEvaluation.Operation(name: name, intervalMilliseconds: interval)
        reading.read(conditions.operationDefaults, into: &values)
        let isProbe = name == "monitor" && interval == 0
        if isProbe, let timeout = Self.probeTimeout(conditions.operations(of: resource)) {
            values.set("timeout", timeout)
        }
        if let definition {
            reading.read(definition.meta, overwriting: true, into: &values)
            for pair in definition.attributes.pairs { values.set(pair.name, pair.value) }
        }
        values.remove("id")
        if isProbe || name == "start", configured.attributes["class"] == "stonith",
            let timeout = conditions.parameters(of: resource, on: nil)["pcmk_monitor_timeout"]
        {
            values.set("timeout", timeout)
        }
        setTimes(interval)
    }

    /// 20 s where nothing else is said.
    static func timeoutMilliseconds(_ text: String?) -> Int { text.flatMap(ValueText.plainMilliseconds) ?? 20_000 }

    private mutating func setTimes(_ interval: Int) {
        if interval > 0 { values.set("interval", String(interval)) } else { values.remove("interval") }
        values.set("timeout", String(Self.timeoutMilliseconds(values["timeout"])))
        if let delay = values["start-delay"] {
            values.set("start-delay", String(max(0, ValueText.plainMilliseconds(delay) ?? 0)))
        }
    }

    /// That of the recurring monitor with the shortest interval.
    private static func probeTimeout(_ operations: [OperationDefinition]) -> String? {
        var shortest: (interval: Int, timeout: String?)?
        for operation in operations where operation.name == "monitor" {
            let interval = ValueText.milliseconds(operation.attributes["interval"])
            guard interval > 0, operation.attributes["enabled"].flatMap(ValueText.boolean) != false else { continue }
            guard interval < shortest?.interval ?? .max else { continue }
            shortest = (interval, operation.attributes["timeout"])
        }
        return shortest?.timeout
    }
}
