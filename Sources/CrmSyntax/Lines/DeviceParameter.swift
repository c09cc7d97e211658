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
    static let secrets: Set<String> = ["passwd", "password", "ilo_password", "RI_PASSWORD"]

    /// Anybody may see the values of these; a quoted line of a configuration shows no other.
    private static let plain: Set<String> = own.union(targets).union([
        "interface", "ipaddr", "ip_address", "ipport", "userid", "username", "passwd_method", "dead_check_target",
        "standby_check_command", "standby_wait_time", "hypervisor_uri", "interval", "timeout", "on-fail", "start-delay",
        "$id", "description",
    ])

    static func isPlain(_ name: some StringProtocol) -> Bool { plain.contains(String(name)) }

    /// Whether a value says where the secret lies, instead of being it.
    static func isReference(_ value: String) -> Bool {
        ["file:", "env:", "cred:"].contains { value.hasPrefix($0) }
    }
}
