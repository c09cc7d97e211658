import ClusterModel

/// What is known of parameters by their names.
enum DeviceParameter {
    /// Taken by the daemon; the agent does not get them.
    static let own = Set([
        "priority", "stonith-timeout", "pcmk_delay_base", "pcmk_delay_max", "pcmk_host_list", "pcmk_host_map",
        "pcmk_host_check", "pcmk_host_argument",
    ]).union(AgentRulesReader.names)
    /// Name the nodes of a device, in this order.
    static let targets = ["hostlist", "hostname", "nodename"]
    /// Hold a secret of the field's plugins.
    static let secrets = ["passwd", "password", "ilo_password", "RI_PASSWORD"]

    /// Parameters that anybody may see; a quoted line of a configuration shows the values of no others.
    private static let plain: Set<String> = own.union(targets).union([
        "interface", "ipaddr", "ip_address", "ipport", "ip", "cidr_netmask", "nic", "userid", "username",
        "passwd_method", "dead_check_target", "standby_check_command", "standby_wait_time", "hypervisor_uri", "device",
        "directory", "fstype", "config", "configfile", "interval", "timeout", "description", "$id", "$id-ref",
    ])

    static func isPlain(_ name: some StringProtocol) -> Bool { plain.contains(String(name)) }

    /// Whether a quoted line of a configuration must not show the value of this name: it says so, or is a slip away
    /// from a name that does.
    static func mayBeSecret(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        if Parameter.isSecret(name) || NearestName.of(name, among: secrets) != nil { return true }
        return name.indices.contains { index in
            ["auth", "key", "pwd", "cred"].contains { name[index...].hasPrefix($0) }
        }
    }

    /// Whether a value says where the secret lies, instead of being it.
    static func isReference(_ value: String) -> Bool {
        ["file:", "env:", "cred:"].contains { value.hasPrefix($0) }
    }
}
