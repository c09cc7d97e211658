import ClusterModel

/// Meta attributes with values that few would write, and that mean something all the same.
enum OddOptions {
    private static let ofAny: [(String, [String])] = [
        ("requires", ["nothing", "Quorum", "FENCING", "junk"]), ("priority", ["1e3", " 7", "99999999999999999999"]),
        ("resource-stickiness", ["+5", "INFINITY ", "infinity", "default"]),
        ("migration-threshold", ["-1", "one", "1x", ""]), ("failure-timeout", ["1 min", "PT1M", "junk", "60S"]),
        ("is-managed", ["NO", "off", "maybe", ""]), ("multiple-active", ["BLOCK", "Stop_Only", "junk"]),
        ("target-role", ["STOPPED", "stopped ", "junk"]), ("critical", ["No", "junk"]),
    ]

    private static let ofClones: [(String, [String])] = [
        ("clone-node-max", ["0", "-1", "junk", "", "2", "1x"]), ("clone-max", ["-1", "junk", "", "2x"]),
        ("interleave", ["TRUE", "junk"]), ("ordered", ["YES", "junk"]),
    ]

    static func add(_ cib: inout CIB, _ draw: inout Draw) {
        for index in cib.configuration.resources.indices {
            if case .clone = cib.configuration.resources[index].kind, draw.chance(70) {
                set(&cib.configuration.resources[index], draw.pick(ofClones), &draw)
            }
        }
        let device = draw.chance(2)
        cib.changeEachPrimitive { primitive in
            let isFenceDevice = primitive.attributes["class"] == "stonith"
            if isFenceDevice, device { set(&primitive, ("provides", ["unfencing", "Unfencing"]), &draw) }
            if draw.chance(30) { set(&primitive, draw.pick(ofAny), &draw) }
            if !isFenceDevice, draw.chance(1) { set(&primitive, ("requires", ["unfencing"]), &draw) }
        }
    }

    /// In place of what it said before.
    private static func set(_ resource: inout ResourceDefinition, _ option: (String, [String]), _ draw: inout Draw) {
        let (name, among) = option
        for index in resource.meta.indices { resource.meta[index].pairs.removeAll { $0.name == name } }
        resource.meta.append(draw.set("\(resource.id)-odd", [(name, draw.pick(among))]))
    }
}
