/// Makes up meta attributes.
enum MetaMaker {
    /// Of anything.
    static func common(_ draw: inout Draw) -> [(String, String)] {
        var values: [(String, String)] = []
        if draw.has(.priority, 40) { values.append(("priority", draw.pick(["1", "5", "10", "-5", "INFINITY"]))) }
        if draw.has(.stickiness, 40) {
            values.append(("resource-stickiness", draw.pick(["0", "1", "50", "100", "INFINITY", "-10"])))
        }
        if draw.has(.targetRole, 25) {
            values.append(("target-role", draw.pick(["Stopped", "Stopped", "Started", "started"])))
        }
        if draw.has(.unmanaged, 20) { values.append(("is-managed", draw.pick(["false", "false", "true"]))) }
        if draw.has(.resourceMaintenance, 15) { values.append(("maintenance", draw.pick(["true", "false"]))) }
        if draw.has(.migrationThreshold, 40) {
            values.append(("migration-threshold", draw.pick(["1", "2", "3", "0", "INFINITY"])))
        }
        if draw.has(.failureTimeout, 40) {
            values.append(("failure-timeout", draw.pick(["30s", "60", "10min", "PT1H", "0"])))
        }
        if draw.has(.multipleActive, 30) {
            values.append(("multiple-active", draw.pick(["stop_start", "stop_only", "block", "stop_unexpected"])))
        }
        if draw.features.contains(.rareMeta) { values += rare(&draw) }
        return eachOnce(values)
    }

    private static func rare(_ draw: inout Draw) -> [(String, String)] {
        let choices: [(Int, String, [String])] = [
            (15, "requires", ["nothing", "quorum", "fencing"]), (15, "critical", ["false", "true"]),
            (5, "allow-unhealthy-nodes", ["true"]), (5, "target-role", ["Master", "Slave"]),
        ]
        var values: [(String, String)] = []
        for (percent, name, among) in choices where draw.chance(percent) { values.append((name, draw.pick(among))) }
        return values
    }

    /// Of a clone alone.
    static func clone(_ draw: inout Draw) -> [(String, String)] {
        var values: [(String, String)] = []
        if draw.chance(25) { values.append(("clone-max", String(draw.number(1...4)))) }
        if draw.chance(10) { values.append(("clone-node-max", draw.pick(["1", "2"]))) }
        if draw.chance(40) { values.append(("interleave", draw.pick(["true", "true", "false"]))) }
        if draw.chance(25) { values.append(("ordered", draw.pick(["true", "false"]))) }
        if draw.chance(10) { values.append(("globally-unique", "false")) }
        if draw.has(.rareMeta, 20) { values.append(("clone-min", draw.pick(["1", "2"]))) }
        if draw.has(.rareMeta, 5) { values.append(("clone-max", "0")) }
        if draw.has(.notifications, 10) { values.append(("notify", "true")) }
        return eachOnce(values)
    }

    /// The last of a name.
    private static func eachOnce(_ values: [(String, String)]) -> [(String, String)] {
        values.indices.filter { place in !values[(place + 1)...].contains { $0.0 == values[place].0 } }
            .map { values[$0] }
    }
}
