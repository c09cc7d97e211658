import CStonithPlugin

/// What a service answered, or did not, told apart as far as an operator must act differently.
enum Cause: String, CaseIterable, Sendable {
    case loginRefused = "login-refused"
    case passwordExpired = "password-expired"
    case tooLittlePrivilege = "too-little-privilege"
    case noRedfish = "no-redfish"
    case noSuchSystem = "no-such-system"
    case noSystem = "no-system"
    case severalSystems = "several-systems"
    case wrongSystem = "wrong-system"
    case notOffered = "not-offered"
    case notAllowed = "not-allowed"
    case conflict
    case preconditionFailed = "precondition-failed"
    case busy
    case commandRefused = "command-refused"
    case errorAnswer = "error-answer"
    case badAnswer = "bad-answer"
    case taskFailed = "task-failed"
    case taskUnfinished = "task-unfinished"
    case stillOn = "still-on"
    case stillOff = "still-off"
    case noAnswer = "no-answer"
    case noAnswerToCommand = "no-answer-to-command"
    case cancelled

    var code: stonith_code {
        switch self {
        case .loginRefused, .passwordExpired, .tooLittlePrivilege: STONITH_S_ACCESS
        case .noRedfish, .noSuchSystem, .severalSystems: STONITH_S_BADCONFIG
        case .noSystem, .wrongSystem: STONITH_S_BADHOST
        case .notOffered: STONITH_S_INVAL
        case .notAllowed, .conflict, .preconditionFailed, .busy, .commandRefused: STONITH_S_RESETFAIL
        case .errorAnswer, .badAnswer, .taskFailed, .stillOn, .stillOff: STONITH_S_RESETFAIL
        case .noAnswer: STONITH_S_TIMEOUT
        case .taskUnfinished, .noAnswerToCommand: STONITH_S_UNKNOWN
        case .cancelled: STONITH_S_OOPS
        }
    }

    /// What failed, and what to do next.
    func explanation(_ settings: Settings) -> String {
        switch self {
        case .loginRefused, .passwordExpired, .tooLittlePrivilege: aboutLogin(settings)
        case .noRedfish, .noSuchSystem, .noSystem, .severalSystems, .wrongSystem: aboutPlace(settings)
        case .stillOn, .stillOff, .noAnswer, .noAnswerToCommand, .taskUnfinished, .cancelled: aboutEnd
        default: aboutAnswer
        }
    }

    private func aboutLogin(_ settings: Settings) -> String {
        switch self {
        case .loginRefused:
            "it refused user \"\(settings.user)\" or the password: check userid, passwd and passwd_method, and that "
                + "the account is enabled for Redfish and not locked"
        case .passwordExpired:
            "the password of user \"\(settings.user)\" has to be changed: log in by its web page, change it, and set "
                + "passwd"
        default:
            "user \"\(settings.user)\" may not do that: give the account the role Operator, which is enough to switch "
                + "power"
        }
    }

    private func aboutPlace(_ settings: Settings) -> String {
        switch self {
        case .noRedfish:
            "it has no Redfish at \(settings.root.text): check ipaddr and ipport, and that Redfish is enabled on the "
                + "board"
        case .noSuchSystem:
            settings.system.map {
                "it has no system \($0.text): correct systems_uri, or leave it out where there is one system"
            } ?? "it does not know the system that it lists itself: restart the board itself"
        case .noSystem: "it manages no system: is the node's board in its place and does the service know it?"
        case .severalSystems: "it manages several systems: set systems_uri to the node's"
        default:
            "this is not the system of system_uuid=\(settings.expectedIdentity ?? ""): ipaddr or systems_uri leads to "
                + "another node, and nothing was sent to it"
        }
    }

    private var aboutAnswer: String {
        switch self {
        case .notOffered: "the system does not offer that: try another reset_method, or look for newer firmware"
        case .notAllowed: "it does not allow that method on this resource: look for newer firmware"
        case .conflict: "it is in the middle of something else: try again when that is over"
        case .preconditionFailed:
            "it wants a version (ETag) with the command, which resets never need: look for newer "
                + "firmware"
        case .busy: "it is busy, or still starting: wait, or end other sessions on it"
        case .commandRefused: "it refused the command"
        case .badAnswer: "its answer cannot be read: look for newer firmware, and restart the board itself"
        case .taskFailed: "the task that it made of the command failed"
        default: "it answered with an error: restart the board itself if that goes on"
        }
    }

    private var aboutEnd: String {
        switch self {
        case .stillOn: "it accepted the power off, and the node is still on: press the button, or pull the plug"
        case .stillOff: "it accepted the power on, and the node is still off: look at its power supply"
        case .noAnswer: "the time for the action was up"
        case .taskUnfinished:
            "it accepted the command, and the task that it made of it did not end in time: nobody knows whether it was "
                + "carried out. Read the power state before you trust it"
        case .noAnswerToCommand:
            "the power command was sent and what came of it is not known: it may or may not have been carried out. "
                + "Read the power state before you trust it"
        default: "the action was cancelled before its command was sent: the node is as it was"
        }
    }
}
