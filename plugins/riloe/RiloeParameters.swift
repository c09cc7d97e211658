import HTTPClient
import PluginKit

/// The parameters of `external/riloe`. The listed nine are those, in that order, of cluster-glue's script.
enum RiloeParameters {
    static let all = login + choices + TLSParameters.all

    private static let login: [PluginTable.Parameter] = [
        .init(
            "hostlist", flags: [.required, .listed, .unique], "Node",
            "The node that the board controls, or several with blanks between."),
        .init("RI_HOST", flags: .alias, "Old name", "Read where hostlist is not set."),
        .init(
            "ilo_hostname", flags: [.required, .listed, .unique, .host], "Board address",
            "Address or name of the board; a port may follow a colon (443)."),
        .init("RI_HOSTRI", flags: [.alias, .host], "Old name", "Read where ilo_hostname is not set."),
        .init("ilo_user", default: "Administrator", flags: [.required, .listed], "Login", "The user to log in as."),
        .init("RI_LOGIN", flags: .alias, "Old name", "Read where ilo_user is not set."),
        .init("ilo_password", flags: [.required, .listed, .secret], "Password", "Its password."),
        .init("RI_PASSWORD", flags: [.alias, .secret], "Old name", "Read where ilo_password is not set."),
    ]

    private static let choices: [PluginTable.Parameter] = [
        .init(
            "ilo_can_reset", type: "boolean", default: "0", flags: .listed, "Board's own reset",
            "1: a reset is the board's RESET_SERVER, one command, which old boards lack. 0: off, read back, on."),
        .init(
            "ilo_protocol", default: "1.2", flags: .listed, "RIBCL version", "What the board speaks: 1.2 or 2.0."),
        .init(
            "ilo_powerdown_method", type: "select", default: "power", flags: .listed, "How to power off",
            "power: SET_HOST_POWER. button: the power button is held; then a reset is off and on always."),
        .init(
            "ilo_proxyhost", flags: [.listed, .host], "Proxy", "An HTTP proxy to reach the board through (CONNECT)."),
        .init("ilo_proxyport", type: "integer", default: "3128", flags: .listed, "Proxy port", "Its port."),
    ]
}
