import PluginKit

/// The parameters of `external/ipmi`. The first five are those, in that order, that cluster-glue's script lists.
enum IPMIParameters {
    static let all = names + login + choices

    private static let names: [PluginTable.Parameter] = [
        .init(
            "hostname", flags: [.required, .listed, .unique], "Node",
            "The node that the BMC controls, or several with blanks between."),
        .init(
            "ipaddr", flags: [.required, .listed, .unique, .host], "BMC address",
            "Address or name of the BMC; a port may follow a colon."),
        .init("userid", flags: [.required, .listed], "Login", "The BMC user to log in as."),
        .init(
            "passwd", flags: [.required, .listed, .secret], "Password",
            "Its password, or what passwd_method makes of it."),
        .init(
            "interface", type: "select", default: "lan", flags: .listed, "IPMI interface",
            "lan is IPMI 1.5, lanplus IPMI 2.0: take lanplus unless the BMC is too old for it."),
    ]

    private static let login: [PluginTable.Parameter] = [
        .init("ipport", type: "integer", default: "623", "Port", "UDP port of the BMC."),
        .init(
            "passwd_method", type: "select", default: "param", "Where the password is",
            "param: passwd is the password. env: the same, or the variable IPMI_PASSWORD where passwd is not set. "
                + "file: passwd is the name of a file whose first line is the password."),
        .init(
            "priv", type: "select", default: "ADMINISTRATOR", "Privilege",
            "The level to log in with, ADMINISTRATOR or OPERATOR; OPERATOR is enough to switch power."),
        .init(
            "cipher_suite", type: "integer", "Cipher suite",
            "Use this one only: 17, 12, 8 or 3. Without it 17 is tried, then 3, and what worked is remembered."),
        .init(
            "bmc_guid", "Identity",
            "The GUID that the BMC must give of itself, as stonith -S -v shows it; with another "
                + "BMC at the address nothing is powered."),
    ]

    private static let choices: [PluginTable.Parameter] = [
        .init(
            "reset_method", type: "select", default: "reset", "How to reset",
            "reset: hard reset. cycle: the BMC's power cycle. onoff: off, read back off, on; proves that power went "
                + "away."),
        .init(
            "silence_timeout", type: "integer", default: "5", "Silence",
            "Give up after this many seconds without a single datagram from the BMC."),
        .init(
            "workaround_flags", "Workarounds",
            "FreeIPMI's names for what the BMC needs, with commas between; see WORKAROUNDS in ipmipower(8) and "
                + "ipmiconsole(8)."),
        .init(
            "sol_capture", type: "select", default: "no", "Keep the console",
            "yes: the daemon listens to the node's serial console all the time, over LAN, and keeps the last 64 KB "
                + "from before and during a fence with its history. Needs interface=lanplus."),
        .init("ipmitool", "Not used", "Accepted since cluster-glue's script has it; no program is run."),
    ]
}
