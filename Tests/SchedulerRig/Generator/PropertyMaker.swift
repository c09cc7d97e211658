import ClusterModel

/// Makes up the cluster's properties and the defaults of resources and operations.
enum PropertyMaker {
    static func properties(_ draw: inout Draw) -> [AttributeSet] {
        var values = fencing(&draw)
        if draw.features.contains(.quorumLoss) {
            values.append(("no-quorum-policy", draw.pick(["stop", "freeze", "ignore", "suicide", "demote"])))
        }
        if draw.features.contains(.optIn) { values.append(("symmetric-cluster", "false")) }
        if draw.has(.nodeMaintenance, 15) { values.append(("maintenance-mode", "true")) }
        if draw.has(.rareNodes, 40) {
            let strategies = ["only-green", "migrate-on-red", "progressive", "none"]
            values.append(("node-health-strategy", draw.pick(strategies)))
        }
        if draw.features.contains(.clusterProperties) { values += rare(&draw) }
        return [draw.set("cib-bootstrap-options", draw.shuffled(values))]
    }

    private static func fencing(_ draw: inout Draw) -> [(String, String)] {
        guard draw.features.contains(.fencing) else { return [("stonith-enabled", "false")] }
        var values: [(String, String)] = []
        if draw.chance(70) { values.append(("stonith-enabled", "true")) }
        if draw.chance(30) { values.append(("startup-fencing", "false")) }
        if draw.chance(30) { values.append(("stonith-action", draw.pick(["reboot", "off"]))) }
        if draw.chance(40) { values.append(("concurrent-fencing", draw.pick(["true", "false"]))) }
        return values
    }

    private static func rare(_ draw: inout Draw) -> [(String, String)] {
        let choices: [(Int, String, [String])] = [
            (20, "stop-orphan-resources", ["false", "true"]), (10, "stop-orphan-actions", ["false", "true"]),
            (30, "start-failure-is-fatal", ["false", "true"]), (10, "enable-startup-probes", ["false"]),
            (4, "stop-all-resources", ["true"]), (10, "cluster-delay", ["30s", "90s"]), (10, "batch-limit", ["5"]),
            (5, "remove-after-stop", ["true"]),
        ]
        var values: [(String, String)] = []
        for (percent, name, among) in choices where draw.chance(percent) { values.append((name, draw.pick(among))) }
        return values
    }

    static func resourceDefaults(_ draw: inout Draw) -> [AttributeSet] {
        var values: [(String, String)] = []
        if draw.has(.defaults, 50) { values.append(("resource-stickiness", draw.pick(["0", "1", "100", "INFINITY"]))) }
        if draw.has(.defaults, 30) { values.append(("migration-threshold", draw.pick(["1", "2", "3"]))) }
        if draw.has(.defaults, 20) { values.append(("failure-timeout", draw.pick(["60s", "10min", "0"]))) }
        if draw.has(.defaults, 10) { values.append(("priority", draw.pick(["-1", "5"]))) }
        if draw.has(.defaults, 5) { values.append(("is-managed", "false")) }
        return draw.sets("rsc-options", values)
    }

    static func operationDefaults(_ draw: inout Draw) -> [AttributeSet] {
        var values: [(String, String)] = []
        if draw.has(.defaults, 30) { values.append(("timeout", "45s")) }
        if draw.features.contains(.onFail), draw.has(.defaults, 20) {
            values.append(("on-fail", draw.pick(["restart", "stop", "block", "ignore"])))
        }
        return draw.sets("op-options", values)
    }
}
