import ClusterModel

/// Defaults for resources of one agent, and for operations of one name: whether case counts shows here.
enum DefaultsByRule {
    static func add(_ cib: inout CIB, _ draw: inout Draw) {
        var agent: ElementAttributes = ["id": draw.id("by-agent")]
        if draw.chance(70) { agent["class"] = draw.pick(["ocf", "OCF", "systemd", "stonith"]) }
        if draw.chance(40) { agent["provider"] = draw.pick(["heartbeat", "Heartbeat", "pacemaker"]) }
        if draw.chance(40) || agent.pairs.count == 1 { agent["type"] = draw.pick(["Dummy", "dummy", "Stateful"]) }
        let values = [
            ("resource-stickiness", ["100", "INFINITY", "0"]), ("migration-threshold", ["1", "2"]),
            ("is-managed", ["false", "TRUE"]), ("priority", ["20", "-20"]),
        ]
        let (name, among) = draw.pick(values)
        cib.configuration.resourceDefaults.append(
            set(&draw, .resource(agent), name, draw.pick(among)))
        var operation: ElementAttributes = [
            "id": draw.id("by-name"), "name": draw.pick(["monitor", "Monitor", "start", "stop", "STOP"]),
        ]
        if draw.chance(40) { operation["interval"] = draw.pick(["10s", "10000ms", "PT10S", "0"]) }
        cib.configuration.operationDefaults.append(
            set(&draw, .operation(operation), "on-fail", draw.pick(["block", "fence", "ignore", "restart"])))
    }

    private static func set(
        _ draw: inout Draw, _ condition: Rule.Condition, _ name: String, _ value: String
    ) -> AttributeSet {
        let rule = Rule(attributes: ["id": draw.id("by-rule")], conditions: [condition])
        var set = draw.set("by", [(name, value)], rule: rule)
        if draw.chance(50) { set.attributes["score"] = draw.pick(["5", "-5", "INFINITY"]) }
        return set
    }
}
