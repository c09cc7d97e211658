import HTTPClient
import PluginKit

/// The parameters of `redfish`: external/ipmi's names, and those of fence_redfish beside them.
enum RedfishParameters {
    static let all = names + login + choices + TLSParameters.all + [insecure]

    private static let names: [PluginTable.Parameter] = [
        .init(
            "hostname", flags: [.required, .listed], "Node",
            "The node that the system is, or several with blanks between."),
        .init(
            "ipaddr", flags: [.required, .listed, .host], "Address",
            "Address or name of the board or chassis manager; a port may follow a colon."),
        .init("ip", flags: [.alias, .host], "Address", "fence_redfish's name of ipaddr."),
        .init(
            "userid", flags: [.required, .listed], "Login", "The account to log in as; the role Operator is enough."),
        .init("username", flags: .alias, "Login", "fence_redfish's name of userid."),
        .init(
            "passwd", flags: [.required, .listed, .secret], "Password",
            "Its password, or what passwd_method makes of it."),
        .init("password", flags: [.alias, .secret], "Password", "fence_redfish's name of passwd."),
    ]

    private static let login: [PluginTable.Parameter] = [
        .init("ipport", type: "integer", default: "443", "Port", "TCP port of the service."),
        .init(
            "passwd_method", type: "select", default: "param", "Where the password is",
            "param: passwd is the password. env: the same, or the variable REDFISH_PASSWORD where passwd is not set. "
                + "file: passwd is the name of a file whose first line is the password."),
        .init(
            "login_method", type: "select", default: "session", "How to log in",
            "session: log in and out; where the service has no sessions, or none left, each request logs in by itself. "
                + "basic: each request logs in by itself (HTTP Basic), which takes two round trips fewer."),
        .init(
            "systems_uri", "System",
            "The system's path, such as /redfish/v1/Systems/1. Needed only where the service manages several."),
        .init(
            "redfish_uri", default: "/redfish/v1/", "Service root", "The path of the service root."),
        .init(
            "system_uuid", "Identity",
            "The UUID or serial number that the system must give of itself, as stonith -S -v shows it; with another "
                + "system there nothing is powered."),
    ]

    private static let choices: [PluginTable.Parameter] = [
        .init(
            "reset_method", type: "select", default: "reset", "How to reset",
            "reset: ForceRestart, or PowerCycle where there is only that. cycle: PowerCycle. onoff: off, read back "
                + "off, on; proves that power went away.")
    ]

    private static let insecure = PluginTable.Parameter(
        "ssl_insecure", type: "boolean", default: "no", "Trust anybody", "fence_redfish's name of tls_insecure.")
}
