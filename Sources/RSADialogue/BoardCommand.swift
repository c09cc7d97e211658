/// What a board is told at its prompt: the commands of an RSA II that cluster-glue's script and fence_rsa use.
enum BoardCommand: String, Equatable, Sendable {
    case state = "power state"
    case off = "power off"
    case on = "power on"
    case cycle = "power cycle"

    /// Whether it changes the node.
    var isPower: Bool { self != .state }
}
