/// What an operator reads of a dead check.
public enum CheckMessage {
    public static func list(_ addresses: [EchoAddress]) -> String {
        addresses.map(\.text).joined(separator: ", ")
    }

    public static func dead(_ target: String, silent: [EchoAddress], witness: EchoAddress, trials: Int) -> String {
        "\(target) is dead: \(list(silent)) silent in \(trials == 1 ? "1 trial" : "\(trials) trials"), "
            + "and the witness \(witness.text) answered in each"
    }

    public static func alive(_ target: String, _ address: EchoAddress) -> String {
        "\(target) lives: \(address.text) answers"
    }

    public static func cannotTell(_ target: String, _ doubt: DeadCheck.Doubt) -> String {
        "cannot tell whether \(target) is dead: \(reason(doubt))"
    }

    private static func reason(_ doubt: DeadCheck.Doubt) -> String {
        switch doubt {
        case .sendFailed(let address, let reason):
            "this node could not send to \(address.text) (\(reason)): look at its own link, routes and firewall"
        case .noCarrier(let interfaces):
            "\(interfaces.joined(separator: ", ")) has no carrier, so this node hears nothing there: look at its link"
        case .noWitness: "there is no witness: set alive_check_target, since this node has no default gateway"
        case .witnessSilent(let witnesses):
            "no witness answered either (\(list(witnesses))): this node may be cut off itself; "
                + "look at its link, and at alive_check_target"
        case .answersLost:
            "ICMP came faster than it could be read, and answers may have been lost: find out who floods this node"
        case .timeUp: "the time for the action was up: give it more than dead check, check command and wait need"
        }
    }

    public static let noWitnessWarning =
        "no witness: alive_check_target is not set and this node has no default gateway, so silence alone will never "
        + "count as dead"
}
