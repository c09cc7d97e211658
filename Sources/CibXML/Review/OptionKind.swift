import ClusterModel

/// Pacemaker 2.1.5's options, and what values it takes for them.
enum OptionKind {
    case boolean, time, number, score, percentage
    /// Anything.
    case text
    /// Whatever the case of their letters.
    case words([String])
    case exactly([String])

    func takes(_ value: String) -> Bool {
        switch self {
        case .boolean:
            ["true", "on", "yes", "y", "1", "false", "off", "no", "n", "0"].contains(value.lowercased())
        case .time: TimeText.isInterval(value)
        case .number: Int(value) != nil || ["infinity", "+infinity", "-infinity"].contains(value.lowercased())
        case .score: Grammar.Value.score.complaint(value) == nil || Self.named.contains(value)
        case .percentage: Int(value.hasSuffix("%") ? String(value.dropLast()) : value) != nil
        case .text: true
        case .words(let words): words.contains { $0.lowercased() == value.lowercased() }
        case .exactly(let words): words.contains(value)
        }
    }

    /// What to write instead of this value.
    func advice(_ value: String) -> String {
        let words =
            switch self {
            case .words(let words), .exactly(let words): words
            case .boolean: ["true", "false"]
            default: [String]()
            }
        return (NearestName.of(value, among: words).map { "\($0)? " } ?? "") + "it must be \(wanted)"
    }

    private static let named: Set = ["red", "yellow", "green"]

    private var wanted: String {
        switch self {
        case .boolean: "true or false"
        case .time: "a time, such as 30s"
        case .number: "a whole number"
        case .score: "a whole number, INFINITY or -INFINITY"
        case .percentage: "a percentage, such as 80%"
        case .text: "a text"
        case .words(let words), .exactly(let words): "one of " + words.joined(separator: ", ")
        }
    }

    /// Of the cluster.
    static let properties: [String: OptionKind] = {
        var table: [String: OptionKind] = [
            "no-quorum-policy": .words(["stop", "freeze", "ignore", "demote", "suicide"]),
            "stonith-action": .exactly(["reboot", "off", "poweroff"]),
            "node-health-strategy": .words(["none", "migrate-on-red", "only-green", "progressive", "custom"]),
            "placement-strategy": .words(["default", "utilization", "minimal", "balanced"]),
            "fence-reaction": .words(["stop", "panic"]), "load-threshold": .percentage,
        ]
        for name in [
            "symmetric-cluster", "maintenance-mode", "start-failure-is-fatal", "enable-startup-probes",
            "stonith-enabled",
            "startup-fencing", "concurrent-fencing", "stop-all-resources", "stop-orphan-resources",
            "stop-orphan-actions", "remove-after-stop", "shutdown-lock", "enable-acl",
        ] { table[name] = .boolean }
        for name in [
            "cluster-recheck-interval", "cluster-delay", "stonith-timeout", "dc-deadtime", "election-timeout",
            "shutdown-escalation", "join-integration-timeout", "join-finalization-timeout", "transition-delay",
            "priority-fencing-delay",
        ] { table[name] = .time }
        for name in [
            "batch-limit", "migration-limit", "node-action-limit", "pe-error-series-max", "pe-warn-series-max",
            "pe-input-series-max", "stonith-max-attempts", "cluster-ipc-limit",
        ] { table[name] = .number }
        for name in ["node-health-base", "node-health-green", "node-health-yellow", "node-health-red"] {
            table[name] = .score
        }
        // What the cluster and its tools write, and what nobody complains of.
        for name in [
            "dc-version", "cluster-infrastructure", "cluster-name", "have-watchdog", "last-lrm-refresh",
            "stonith-watchdog-timeout", "shutdown-lock-limit",
        ] { table[name] = .text }
        return table
    }()

    /// Of resources.
    static let meta: [String: OptionKind] = [
        "target-role": .words(["Stopped", "Started", "Promoted", "Unpromoted", "Master", "Slave", "Default"]),
        "is-managed": .boolean, "maintenance": .boolean, "critical": .boolean, "allow-migrate": .boolean,
        "globally-unique": .boolean, "ordered": .boolean, "interleave": .boolean, "notify": .boolean,
        "promotable": .boolean, "allow-unhealthy-nodes": .boolean, "container-attribute-target": .words(["host"]),
        "multiple-active": .words(["stop_start", "stop_only", "stop_unexpected", "block"]),
        "requires": .words(["nothing", "quorum", "fencing", "unfencing"]),
        "priority": .score, "resource-stickiness": .score, "migration-threshold": .number, "failure-timeout": .time,
        "clone-max": .number, "clone-node-max": .number, "clone-min": .number, "promoted-max": .number,
        "promoted-node-max": .number, "master-max": .number, "master-node-max": .number,
        "collocated": .boolean, "provides": .text, "container": .text, "remote-node": .text, "remote-addr": .text,
        "remote-port": .number, "remote-connect-timeout": .time, "remote-allow-migrate": .boolean,
    ]

    /// What agents are asked to do.
    static let operations = [
        "start", "stop", "monitor", "promote", "demote", "notify", "reload", "reload-agent", "migrate_to",
        "migrate_from", "validate-all", "meta-data", "status", "on", "off", "reboot", "list",
    ]
}
