import ClusterModel

extension ClusterOptions {
    /// What is set, checked as Pacemaker does: a value that is not allowed counts as not set.
    init(_ properties: NameTable, hasQuorum: Bool, hadQuorum: Bool, complaints: inout [Complaint]) throws(Refusal) {
        var reader = OptionReader(properties: properties)
        isFencingEnabled = reader.boolean("stonith-enabled", isFencingEnabled)
        fencingAction = reader.choice("stonith-action", fencingAction) { $0 == "poweroff" ? .off : .init(rawValue: $0) }
        fencingTimeoutMilliseconds = reader.milliseconds("stonith-timeout", fencingTimeoutMilliseconds)
        fencesConcurrently = reader.boolean("concurrent-fencing", fencesConcurrently)
        fencesUnseenNodes = isFencingEnabled && reader.boolean("startup-fencing", fencesUnseenNodes)
        hasWatchdog = reader.boolean("have-watchdog", hasWatchdog)
        isSymmetric = reader.boolean("symmetric-cluster", isSymmetric)
        inMaintenance = reader.boolean("maintenance-mode", inMaintenance)
        stopsEverything = reader.boolean("stop-all-resources", stopsEverything)
        stopsOrphans = reader.boolean("stop-orphan-resources", stopsOrphans)
        stopsOrphanActions = reader.boolean("stop-orphan-actions", stopsOrphanActions)
        startFailureIsFatal = reader.boolean("start-failure-is-fatal", startFailureIsFatal)
        probesEnabled = reader.boolean("enable-startup-probes", probesEnabled)
        removesAfterStop = reader.boolean("remove-after-stop", removesAfterStop)
        clusterDelayMilliseconds = reader.milliseconds("cluster-delay", clusterDelayMilliseconds)
        withoutQuorum = reader.choice("no-quorum-policy", withoutQuorum) { .init(rawValue: $0.lowercased()) }
        readHealth(&reader)
        complaints += reader.complaints
        settleSuicide(hasQuorum: hasQuorum, hadQuorum: hadQuorum, complaints: &complaints)
        try refuse(reader)
    }

    private mutating func readHealth(_ reader: inout OptionReader) {
        healthStrategy = reader.choice("node-health-strategy", healthStrategy) { .init(rawValue: $0.lowercased()) }
        healthBase = ValueText.score(reader.properties["node-health-base"])
        healthGreen = reader.properties["node-health-green"].map { ValueText.score($0) } ?? healthGreen
        healthYellow = reader.properties["node-health-yellow"].map { ValueText.score($0) } ?? healthYellow
        healthRed = reader.properties["node-health-red"].map { ValueText.score($0) } ?? healthRed
    }

    /// Nobody may be shot by a partition that never had quorum, or where nobody can be shot at all.
    private mutating func settleSuicide(hasQuorum: Bool, hadQuorum: Bool, complaints: inout [Complaint]) {
        guard withoutQuorum == .suicide, !isFencingEnabled || !(hasQuorum || hadQuorum) else { return }
        withoutQuorum = .stop
        let reason = isFencingEnabled ? "cluster has never had quorum" : "fencing is disabled"
        complaints.append(Complaint(.warning, "Resetting no-quorum-policy to 'stop': \(reason)"))
    }

    private func refuse(_ reader: OptionReader) throws(Refusal) {
        if let strategy = reader.properties["placement-strategy"]?.lowercased(), strategy != "default" {
            throw Refusal(
                "placement by utilization", id: "placement-strategy", remedy: "set placement-strategy to \"default\"")
        }
        if ValueText.milliseconds(reader.properties["priority-fencing-delay"]) > 0 {
            throw Refusal(
                "priority-fencing-delay", id: "priority-fencing-delay",
                remedy: "delete it, or set pcmk_delay_base of the fence devices")
        }
        if ValueText.isTrue(reader.properties["shutdown-lock"]) {
            throw Refusal("shutdown-lock", id: "shutdown-lock", remedy: "set shutdown-lock to \"false\"")
        }
    }
}

/// Reads options one by one, and gathers what is wrong with them.
private struct OptionReader {
    let properties: NameTable
    var complaints: [Complaint] = []

    init(properties: NameTable) { self.properties = properties }

    mutating func boolean(_ name: String, _ usual: Bool) -> Bool { choice(name, usual, ValueText.boolean) }

    mutating func milliseconds(_ name: String, _ usual: Int) -> Int {
        choice(name, usual) { $0.hasPrefix("P") ? ValueText.milliseconds($0) : ValueText.plainMilliseconds($0) }
    }

    mutating func choice<Value>(_ name: String, _ usual: Value, _ read: (String) -> Value?) -> Value {
        guard let text = properties[name] else { return usual }
        if let value = read(text) { return value }
        complaints.append(Complaint(.error, "Using the default of cluster option '\(name)': '\(text)' is not valid"))
        return usual
    }
}
