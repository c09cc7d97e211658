import ClusterModel

/// What became of an old name.
enum Renaming: Equatable {
    case to(String)
    /// It got another name and another value.
    case becomes(String, value: String)
    /// It is a default for all resources, or for all operations, now.
    case resourceDefault(String, value: String? = nil)
    case operationDefault(String)
    case dropped(String)

    /// Of the cluster.
    static func property(_ name: String, value: String?) -> Renaming? {
        switch name {
        case "cluster-infrastructure":
            let old = ["heartbeat", "openais", "classic openais", "classic openais (with plugin)", "cman"]
            return old.contains(value ?? "") ? .dropped("there is only corosync now") : nil
        case "default-resource-stickiness", "default_resource_stickiness":
            return .resourceDefault("resource-stickiness")
        case "is-managed-default", "is_managed_default": return .resourceDefault("is-managed")
        case "default-action-timeout", "default_action_timeout": return .operationDefault("timeout")
        case "default-resource-failure-stickiness", "default_resource_failure_stickiness":
            return value == "-INFINITY" ? .resourceDefault("migration-threshold", value: "1") : .dropped(threshold)
        case "default-migration-threshold", "default_migration_threshold": return .dropped(threshold)
        case "expected-quorum-votes": return .dropped("corosync counts the votes now")
        case "notification-agent", "notification-recipient": return .dropped("alerts do this now")
        case "transition_idle_timeout": return .to("cluster-delay")
        default: return underscored.contains(name) ? .to(name.replacingUnderscores) : nil
        }
    }

    private static let threshold = "set migration-threshold in rsc_defaults instead"
    private static let underscored: Set = [
        "cluster_recheck_interval", "dc_deadtime", "election_timeout", "no_quorum_policy", "remove_after_stop",
        "shutdown_escalation", "startup_fencing", "stonith_action", "stonith_enabled", "stop_orphan_actions",
        "stop_orphan_resources", "symmetric_cluster",
    ]

    /// Of a resource's meta attributes.
    static func meta(_ name: String, value: String?) -> Renaming? {
        switch name {
        case "resource-failure-stickiness", "resource_failure_stickiness":
            value == "-INFINITY"
                ? .becomes("migration-threshold", value: "1") : .dropped("set migration-threshold instead")
        case "isolation", "isolation-host", "isolation-instance", "isolation-wrapper":
            .becomes("target-role", value: "Stopped")
        default: nil
        }
    }

    /// Of a fencing device's parameters.
    static func parameter(_ name: String, value: String?) -> Renaming? {
        switch name {
        case "pcmk_arg_map":
            guard let value, value.hasPrefix("port:"), !value.contains(",") else {
                return .dropped("set pcmk_host_argument instead")
            }
            return .becomes("pcmk_host_argument", value: String(value.dropFirst(5)))
        case "pcmk_list_cmd", "pcmk_monitor_cmd", "pcmk_off_cmd", "pcmk_on_cmd", "pcmk_reboot_cmd", "pcmk_status_cmd":
            return .to(name.dropLast(3) + "action")
        default: return nil
        }
    }
}

extension String {
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? "-" : $0 }) }
}
