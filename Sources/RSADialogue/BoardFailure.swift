/// What went wrong between this node and a board, told apart as far as an operator must act differently.
public struct BoardFailure: Error, Equatable, Sendable {
    public enum Cause: String, CaseIterable, Sendable {
        case wrongLogin = "wrong-login"
        case tooLittlePrivilege = "too-little-privilege"
        case busy
        case noLoginPrompt = "no-login-prompt"
        case noSuchCommand = "no-such-command"
        case errorAnswer = "error-answer"
        case noState = "no-power-state"
        case tooMuch = "too-much"
        case stillOn = "still-on"
        case stillOff = "still-off"
        case refused
        case unreachable
        case silent
        case saysNothing = "says-nothing"
        case noAnswer = "no-answer"
        case closed
        case noAnswerToCommand = "no-answer-to-command"
        case noSuchHost = "no-such-host"
        case cancelled
        case system
    }

    public var cause: Cause
    /// The board's or the system's own words, for the end of the message.
    public var detail: String

    private static let detailMax = 120

    public init(_ cause: Cause, _ detail: String = "") {
        self.cause = cause
        self.detail = detail.utf8.count > Self.detailMax ? "\(detail.prefix(Self.detailMax))…" : detail
    }

    /// What failed, where, and what to do next.
    public func text(_ settings: Settings) -> String {
        let place = "RSA board \(settings.address) port \(settings.port)"
        return "\(place): \(explanation(settings))\(detail.isEmpty ? "" : " (\(detail))")"
    }

    private func explanation(_ settings: Settings) -> String {
        switch cause {
        case .wrongLogin: "it refused user \"\(settings.user)\": check username and password; it may lock the user out"
        case .tooLittlePrivilege:
            "user \"\(settings.user)\" may not do that: give the user \"Remote Server Power/Restart Access\""
        case .busy: "another session has its line: end it on the board (telnet allows one or two), or restart the board"
        case .noLoginPrompt: "it never asked for a login: is that an RSA board, and its telnet port?"
        case .noSuchCommand: "it does not know the command: is that an RSA or RSA II board? Try \"power state\" by hand"
        case .errorAnswer: "it answered with an error: try the command by hand, and restart the board if that goes on"
        case .noState: "it does not say whether the power is on or off: try \"power state\" by hand"
        case .tooMuch: "it says far more than an RSA board does: is that its telnet port?"
        case .stillOn: "it accepted the power off, and the node is still on: press the button, or pull the plug"
        case .stillOff: "it accepted the power on, and the node is still off: look at its power supply"
        case .refused: "nothing listens there: check ip_address and ipport, and that telnet is enabled on the board"
        case .unreachable: "this host has no way to it: check the cable, the switch port and the route"
        case .silent:
            "it did not answer the connection: is the board without power, or a firewall in between? Its node may be "
                + "on or off"
        case .saysNothing:
            "it took the connection and said nothing: another session may have its line, or the board hangs and needs "
                + "a restart"
        case .noAnswer: "it stopped answering: try again, and look at its network"
        case .closed: "it closed the connection: another session may have its line; try again, or restart the board"
        case .noAnswerToCommand:
            "the power command was sent and no answer came: nobody knows whether it was carried out. Read the power "
                + "state before you trust it"
        case .noSuchHost: "the name does not resolve: check ip_address, or give an address"
        case .cancelled: "the action was cancelled before its command was sent: the node is as it was"
        case .system: "this host failed: see whether telnet(1) can reach the board from here"
        }
    }
}

extension BoardFailure.Cause {
    private static let unknownCommand = [
        "not recognized", "unrecognized", "unknown command", "invalid command", "not found", "syntax",
        "illegal command",
        "usage:",
    ]
    private static let mayNot = [
        "denied", "not authorized", "unauthorized", "authority", "permission", "privilege", "read only", "read-only",
    ]
    private static let line = [
        "busy", "in use", "in progress", "too many", "maximum number", "another session", "no more sessions",
        "sessions are", "try again", "try later",
    ]
    private static let wrong = ["error", "fail", "unable", "cannot", "could not", "invalid", "incorrect"]

    /// Why a command was refused; nil when nothing in these lines says that it was.
    init?(refusal lines: [String]) {
        let words: [([String], Self)] = [
            (Self.unknownCommand, .noSuchCommand), (Self.mayNot, .tooLittlePrivilege), (Self.line, .busy),
            (Self.wrong, .errorAnswer),
        ]
        guard let cause = words.first(where: { Self.mention(lines, $0.0) })?.1 else { return nil }
        self = cause
    }

    /// Whether a board that lets nobody in says that somebody else is in.
    static func saysBusy(_ lines: [String]) -> Bool { mention(lines, line) }

    /// Whether it says that the login is wrong.
    static func saysWrong(_ lines: [String]) -> Bool { mention(lines, wrong + mayNot) }

    private static func mention(_ lines: [String], _ words: [String]) -> Bool {
        lines.contains { line in words.contains { line.lowercased().mentions($0) } }
    }
}
