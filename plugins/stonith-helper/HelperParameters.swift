import PluginKit

/// The parameters of `external/stonith-helper`: those of the script that operators know, in its order, then our own.
enum HelperParameters {
    static let all = deadCheck + standby + cluster + own

    private static let deadCheck: [PluginTable.Parameter] = [
        .init(
            "hostlist", flags: .listed, "Nodes",
            "The nodes it may be asked about, with blanks or commas between. Without it any node is accepted."),
        .init(
            "run_dead_check", type: "boolean", default: "yes", flags: .listed, "Check whether the target is dead",
            "With no, the target is taken for alive and only the standby check is made."),
        .init(
            "dead_check_target", flags: .listed, "Addresses of the target",
            "Every IP address of the target, those of its control board too, with blanks or commas between; a "
                + "link-local one as fe80::1%eth1. Never an address of the node that shoots. Required unless "
                + "run_dead_check=no."),
        .init(
            "dead_check_trialcount", type: "integer", default: "5", flags: .listed, "Trials",
            "How many times each address must stay silent, a second each."),
    ]

    private static let standby: [PluginTable.Parameter] = [
        .init(
            "run_standby_wait", type: "boolean", default: "yes", flags: .listed, "Let the active node shoot first",
            "With no, a target that lives is handed on to the next device at once."),
        .init(
            "standby_check_command", flags: .listed, "Command that succeeds on the active node",
            "A shell command: 0 means that this node holds the service, anything else that it stands by. Required "
                + "unless run_standby_wait=no."),
        .init(
            "standby_wait_time", type: "integer", default: "25", flags: .listed, "Standby wait",
            "How many seconds the standby node waits before the next device."),
    ]

    private static let cluster: [PluginTable.Parameter] = [
        .init(
            "run_online_check", type: "boolean", default: "no", flags: .listed, "Ask the membership",
            "Needs a cluster's membership: only no is accepted."),
        .init(
            "run_quorum_check", type: "boolean", default: "no", flags: .listed, "Ask for quorum",
            "Needs a cluster's quorum: only no is accepted."),
        .init(
            "quorum_check_wait_time", type: "integer", default: "10", flags: .listed, "Quorum wait",
            "Belongs to run_quorum_check; accepted and not used."),
    ]

    private static let own: [PluginTable.Parameter] = [
        .init(
            "alive_check_target", "Witnesses",
            "IP addresses that answer as long as this node can hear: without an answer of one of them silence proves "
                + "nothing. Default: the default gateways."),
        .init(
            "standby_check_timeout", type: "integer", default: "5", "Time for the command",
            "After so many seconds standby_check_command is killed, and this node stands by."),
    ]
}
