import ClusterModel

extension ClusterConditions {
    /// The meta attributes of a resource: its own, those of all it is in, the defaults, then what its parent ended
    /// with.
    func resourceOptions(
        _ definition: ResourceDefinition, in parent: ResourceIndex?, _ kind: ResourceCondition.Kind
    ) throws(Refusal) -> ResourceOptions {
        var reading = reading
        reading.evaluation.agent = RuleEvaluation.Agent(definition)
        var table = NameTable()
        reading.read(definition.meta, into: &table)
        var inherited = NameTable()
        var above = parent
        while let index = above {
            reading.read(definitions[resources[index].definition].meta, into: &inherited)
            above = resources[index].parent
        }
        table.add(inherited)
        reading.read(resourceDefaults, into: &table)
        if let parent { table.add(resources[parent].options.meta) }
        return try ResourceOptions(table, definition, kind, self, isCloned: parent.map { isCloned($0) } ?? false)
    }

    /// It is a clone, or in one.
    private func isCloned(_ resource: ResourceIndex) -> Bool { resources[top(of: resource)].kind == .clone }
}

extension RuleEvaluation.Agent {
    init(_ definition: ResourceDefinition) {
        self.init(
            standard: definition.attributes["class"], provider: definition.attributes["provider"],
            type: definition.attributes["type"])
    }
}

extension ResourceOptions {
    fileprivate init(
        _ table: NameTable, _ definition: ResourceDefinition, _ kind: ResourceCondition.Kind,
        _ conditions: ClusterConditions, isCloned: Bool
    ) throws(Refusal) {
        meta = table
        try refuse(definition, isCloned: isCloned || kind == .clone)
        readNumbers()
        isManaged = readManaged(conditions)
        inMaintenance = ValueText.isTrue(table["maintenance"])
        isCritical = table["critical"].map { ValueText.isTrue($0) } ?? true
        isInterleaved = ValueText.isTrue(table["interleave"])
        isOrdered =
            kind == .group ? table["ordered"].map { ValueText.isTrue($0) } ?? true : ValueText.isTrue(table["ordered"])
        isColocated = table["collocated"].map { ValueText.isTrue($0) } ?? true
        runsOnUnhealthyNodes = ValueText.isTrue(table["allow-unhealthy-nodes"])
        multipleActive = MultipleActive(table["multiple-active"])
        targetRole = Self.targetRole(table["target-role"])
        let isFenceDevice = definition.attributes["class"]?.lowercased() == "stonith"
        requirement = Requirement(table["requires"], isFenceDevice: isFenceDevice, conditions.options)
        try refuseUnfencing(definition, isFenceDevice: isFenceDevice, conditions.options)
        if kind == .clone { readClone(nodes: conditions.nodes.count) }
        if cloneMax > Self.instancesMax {
            let what = "a clone of more than \(Self.instancesMax) instances"
            throw Refusal(what, id: definition.id, remedy: "set clone-max to the number of nodes, or remove it")
        }
    }

    private static let instancesMax = 10_000

    private func refuse(_ definition: ResourceDefinition, isCloned: Bool) throws(Refusal) {
        if isCloned, ValueText.isTrue(meta["promotable"]) {
            throw Refusal("promotable clones", id: definition.id, remedy: "set promotable to \"false\"")
        }
        if isCloned, ValueText.isTrue(meta["globally-unique"]) {
            throw Refusal("unique clones", id: definition.id, remedy: "set globally-unique to \"false\"")
        }
        if ValueText.isTrue(meta["allow-migrate"]) {
            throw Refusal("live migration", id: definition.id, remedy: "set allow-migrate to \"false\"")
        }
        for name in ["remote-node", "container"] where meta[name] != nil {
            throw Refusal("guest nodes", id: definition.id, remedy: "delete \(name) from its meta attributes")
        }
    }

    /// Nodes that a device must let in again before anything may start there.
    private func refuseUnfencing(
        _ definition: ResourceDefinition, isFenceDevice: Bool, _ options: ClusterOptions
    ) throws(Refusal) {
        if isFenceDevice, meta["provides"]?.lowercased() == "unfencing" {
            throw Refusal("unfencing", id: definition.id, remedy: "delete provides from its meta attributes")
        }
        if !isFenceDevice, options.isFencingEnabled, meta["requires"]?.lowercased() == "unfencing" {
            throw Refusal("unfencing", id: definition.id, remedy: "set requires to \"fencing\"")
        }
    }

    private mutating func readNumbers() {
        priority = ValueText.score(meta["priority"])
        if let text = meta["resource-stickiness"], text.lowercased() != "default" { stickiness = ValueText.score(text) }
        if let text = meta["migration-threshold"], text.lowercased() != "default" {
            let threshold = ValueText.score(text)
            migrationThreshold = threshold == 0 ? nil : threshold < 0 ? 1 : threshold
        } else {
            migrationThreshold = NodeScores.infinity
        }
        failureTimeoutSeconds = ValueText.milliseconds(meta["failure-timeout"]) / 1000
    }

    private func readManaged(_ conditions: ClusterConditions) -> Bool {
        guard let text = meta["is-managed"], text.lowercased() != "default" else { return true }
        return ValueText.isTrue(text)
    }

    private mutating func readClone(nodes: Int) {
        cloneMax = meta["clone-max"].map { ValueText.number($0, atLeast: 0) } ?? max(1, nodes)
        // Instances that are all alike: one on a node is enough.
        cloneNodeMax = meta["clone-node-max"].map { min(1, ValueText.number($0, atLeast: 0)) } ?? 1
        cloneMin = meta["clone-min"].map { ValueText.number($0, atLeast: 0) } ?? 0
        // So that instances do not wander about for nothing.
        if meta["resource-stickiness"] == nil { meta.add("resource-stickiness", "1") }
        meta.add("globally-unique", "false")
    }

    /// Nil where the wish is what the cluster does anyway, or cannot be fulfilled.
    private static func targetRole(_ text: String?) -> ResourceRole? {
        text?.lowercased() == "stopped" ? .stopped : nil
    }
}

extension ResourceOptions.MultipleActive {
    fileprivate init(_ text: String?) {
        switch text?.lowercased() {
        case "block": self = .block
        case "stop_only": self = .stopOnly
        case "stop_unexpected": self = .stopUnexpected
        default: self = .stopStart
        }
    }
}

extension ResourceOptions.Requirement {
    fileprivate init(_ text: String?, isFenceDevice: Bool, _ options: ClusterOptions) {
        switch text?.lowercased() {
        case "nothing": self = .nothing
        case "quorum": self = .quorum
        case "fencing": self = .fencing
        case "unfencing": self = .quorum
        default:
            self =
                isFenceDevice
                ? .quorum
                : options.isFencingEnabled ? .fencing : options.withoutQuorum == .ignore ? .nothing : .quorum
        }
    }
}
