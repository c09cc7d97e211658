import PluginKit

/// The parameters of `external/ibmrsa-telnet`. The listed four are those, in that order, of cluster-glue's script.
enum RSAParameters {
    static let all = listed + own

    private static let listed: [PluginTable.Parameter] = [
        .init(
            "nodename", flags: [.required, .listed, .unique], "Node",
            "The node that the board controls, or several with blanks between."),
        .init(
            "ip_address", flags: [.required, .listed, .unique, .host], "Board address",
            "Address or name of the board; a port may follow a colon."),
        .init("ipaddr", flags: [.alias, .host], "Same as ip_address", "Another name of ip_address."),
        .init("username", flags: [.required, .listed], "Login", "The user to log in as."),
        .init("userid", flags: .alias, "Same as username", "Another name of username."),
        .init(
            "password", flags: [.required, .listed, .secret], "Password",
            "The user's password. It crosses the network in the clear."),
        .init("passwd", flags: [.alias, .secret], "Same as password", "Another name of password."),
    ]

    private static let own: [PluginTable.Parameter] = [
        .init("ipport", type: "integer", default: "23", "Port", "TCP port of the board's telnet interface."),
        .init(
            "reset_method", type: "select", default: "cycle", "How to reset",
            "cycle: the board's power cycle. onoff: off, read back off, on; proves that power went away."),
    ]
}
