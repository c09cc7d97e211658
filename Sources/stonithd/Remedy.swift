/// What an operator can do about one cause of failure.
struct Remedy: Equatable {
    /// What was found.
    var finding: String
    /// What to do at the device, on the way to it, or on this node; empty where only the configuration helps.
    var act: String
    /// Parameters that may be wrong.
    var parameters: [String]
    /// Whether the device's status would have failed as well, so that a good status proves that the cause is gone.
    var showsInStatus: Bool

    init(_ finding: String, _ act: String = "", parameters: [String] = [], showsInStatus: Bool = true) {
        self.finding = finding
        self.act = act
        self.parameters = parameters
        self.showsInStatus = showsInStatus
    }

    /// - Parameter cause: an outcome's, as agents and the daemon give it.
    init?(cause: String) {
        guard let remedy = Self.login[cause] ?? Self.way[cause] ?? Self.power[cause] ?? Self.agent[cause] else {
            return nil
        }
        self = remedy
    }

    private static let login: [String: Remedy] = [
        "wrong-user": Remedy(
            "it knows no such user", "let the user in on its LAN channel", parameters: ["userid"]),
        "wrong-password": Remedy("it refuses the password", parameters: ["passwd", "passwd_method"]),
        "too-little-privilege": Remedy(
            "the user may not switch power", "raise the user's privilege on it", parameters: ["priv"]),
        "no-cipher-suite": Remedy(
            "no cipher suite in common", "enable suite 17 or 3 on it", parameters: ["cipher_suite"]),
        "cipher-suite-lowered": Remedy(
            "it refuses the cipher suite that worked before", "find out who changed it", parameters: ["cipher_suite"]),
        "no-authentication-type": Remedy("no way to log in by IPMI 1.5", parameters: ["interface"]),
        "no-ipmi-2.0": Remedy("it has no IPMI 2.0", parameters: ["interface"]),
        "wrong-bmc": Remedy("another node's BMC answers there", parameters: ["ipaddr", "bmc_guid"]),
    ]

    private static let way: [String: Remedy] = [
        "refused": Remedy(
            "nothing listens there", "enable IPMI over LAN on it", parameters: ["ipaddr", "ipport"]),
        "unreachable": Remedy(
            "this node has no way to it", "check cable, switch port and route (ip route get)",
            parameters: ["ipaddr"]),
        "silent": Remedy(
            "it does not answer", "see that it has power and network, and no firewall is in between",
            parameters: ["ipaddr"]),
        "no-answer": Remedy("it stopped answering", "look at its network"),
        "no-such-host": Remedy("its name does not resolve", "restore the name service", parameters: ["ipaddr"]),
        "busy": Remedy("it has no session left", "end other sessions on it, or reset the BMC itself"),
    ]

    private static let power: [String: Remedy] = [
        "no-answer-to-command": Remedy(
            "the command may have been carried out", "read the node's power state before anything else",
            showsInStatus: false),
        "still-on": Remedy(
            "it accepted the power off, and the node is still on", "press its button, or pull the plug",
            showsInStatus: false),
        "still-off": Remedy(
            "it accepted the power on, and the node is still off", "look at the node's power supply",
            showsInStatus: false),
        "error-answer": Remedy("it answers with an error", "reset the BMC itself", showsInStatus: false),
        "script-failed": Remedy("the script failed", "mend what it complains of", showsInStatus: false),
        "no-evidence": Remedy("its success proves nothing", "take another device", showsInStatus: false),
    ]

    private static let agent: [String: Remedy] = [
        "deadline": Remedy(
            "it did not end in time", "find out what it waits for", parameters: ["stonith-timeout"],
            showsInStatus: false),
        "library": Remedy("libfreeipmi failed", "try ipmipower(8) from this node"),
        "crashed": Remedy("its agent crashed", "put another version of the agent in place", showsInStatus: false),
        "exited": Remedy("its agent broke off", "put another version of the agent in place", showsInStatus: false),
        "bad-reply": Remedy("its agent answers nonsense", "build it for this release", showsInStatus: false),
        "plugin-lost": Remedy(
            "its fork server was lost: the command may have been carried out",
            "read the node's power state before anything else", showsInStatus: false),
        "not-begun": Remedy(
            "no process could be started for it",
            "see that its program is there and may be run, and that this node has memory and processes left",
            showsInStatus: false),
        "too-long": Remedy("its parameters are too long", "shorten them"),
        "bad-config": Remedy("it is not usable as it is configured", "see why below"),
        "no-such-device": Remedy("it is not configured any more", "put it back"),
        "changed": Remedy("it was changed meanwhile", "nothing: the next request takes it as it is now"),
    ]
}
