import ClusterModel

/// Makes up primitives, with their parameters and operations.
enum PrimitiveMaker {
    private static let kinds: [ElementAttributes] = [
        ["class": "ocf", "provider": "heartbeat", "type": "Dummy"],
        ["class": "ocf", "provider": "heartbeat", "type": "Dummy"],
        ["class": "ocf", "provider": "pacemaker", "type": "Stateful"],
        ["class": "systemd", "type": "chronyd"], ["class": "lsb", "type": "daemon"],
    ]

    static func primitive(_ draw: inout Draw, _ id: String) -> ResourceDefinition {
        var attributes: ElementAttributes = ["id": id]
        attributes.pairs += draw.pick(kinds).pairs
        var primitive = ResourceDefinition(.primitive, attributes: attributes)
        primitive.parameters = parameters(&draw, id)
        primitive.meta = draw.sets("\(id)-meta", MetaMaker.common(&draw))
        primitive.operations = operations(&draw, id)
        return primitive
    }

    static func fenceDevice(_ draw: inout Draw, _ id: String) -> ResourceDefinition {
        var device = ResourceDefinition(
            .primitive, attributes: ["id": id, "class": "stonith", "type": "fence_ipmilan"])
        device.parameters = draw.sets("\(id)-params", [("pcmk_host_list", "node1 node2")])
        if draw.chance(30) { device.meta = draw.sets("\(id)-meta", MetaMaker.common(&draw)) }
        if draw.chance(70) { device.operations = operations(&draw, id) }
        return device
    }

    private static func parameters(_ draw: inout Draw, _ id: String) -> [AttributeSet] {
        guard draw.features.contains(.digests) else { return [] }
        let values = draw.some([("size", "10"), ("colour", "red & <blue>"), ("path", "/srv")], atMost: 3)
        var sets = draw.sets("\(id)-params", values)
        if draw.chance(15) {
            let condition: Rule.Condition = .attribute([
                "id": draw.id("expr"), "attribute": "#uname", "operation": "eq", "value": "node1",
            ])
            let rule = Rule(attributes: ["id": draw.id("rule")], conditions: [condition])
            var set = draw.set("\(id)-params", [("size", "20"), ("extra", "yes")], rule: rule)
            set.attributes["score"] = "10"
            sets.append(set)
        }
        return sets
    }

    // MARK: Operations

    private static func operations(_ draw: inout Draw, _ id: String) -> [OperationDefinition] {
        var operations: [OperationDefinition] = []
        if draw.chance(80) {
            let interval = draw.pick(["10s", "10", "10000ms", "10s", "1min"])
            operations.append(operation(&draw, id, "monitor", interval))
        }
        if draw.has(.operations, 15) { operations.append(operation(&draw, id, "monitor", "20s")) }
        if draw.has(.roleMonitors, 25) {
            var monitor = operation(&draw, id, "monitor", "11s")
            monitor.attributes["role"] = draw.pick(["Stopped", "Stopped", "Started"])
            operations.append(monitor)
        }
        if draw.has(.operations, 40) { operations.append(operation(&draw, id, "start", "0")) }
        if draw.has(.operations, 40) { operations.append(operation(&draw, id, "stop", "0s")) }
        return draw.shuffled(operations)
    }

    private static func operation(
        _ draw: inout Draw, _ id: String, _ name: String, _ interval: String
    ) -> OperationDefinition {
        var operation = OperationDefinition(attributes: [
            "id": draw.id("\(id)-\(name)"), "name": name, "interval": interval,
        ])
        if draw.has(.operations, 50) { operation.attributes["timeout"] = draw.pick(["30s", "60", "2min"]) }
        if draw.has(.operations, 8) { operation.attributes["enabled"] = draw.pick(["false", "false", "true"]) }
        if draw.has(.operations, 5), name == "monitor" { operation.attributes["start-delay"] = "5s" }
        if draw.has(.onFail, 40) { operation.attributes["on-fail"] = draw.pick(answers(name)) }
        return operation
    }

    /// What `on-fail` may be of an operation.
    private static func answers(_ name: String) -> [String] {
        let all = ["ignore", "block", "stop", "restart", "standby", "fence"]
        switch name {
        case "stop": return ["block", "fence", "ignore", "standby"]
        case "monitor": return all + ["demote", "restart-container"]
        default: return all + ["restart-container"]
        }
    }
}
