import CStonithPlugin
import HTTPClient
import RIBCL

/// Why there is no answer of a board.
struct BoardError: Error {
    enum Cause: Equatable {
        case link(HTTPError.Cause)
        case wrongLogin
        case tooLittlePrivilege
        case unknownCommand
        case commandRefused
        case notRIBCL
        /// It answers HTTP with this status.
        case status(Int)
        case stillOn
        case stillOff
        case noState
        case unknown
        case late
    }

    var cause: Cause
    /// The board's or a library's own words.
    var detail: String
    /// A part of what was asked may have reached the board.
    var wasSent: Bool
    private var link: HTTPError?

    init(_ cause: Cause, _ detail: String = "", wasSent: Bool = true) {
        self.cause = cause
        self.detail = detail
        self.wasSent = wasSent
    }

    init(_ error: HTTPError) {
        cause = .link(error.cause)
        detail = ""
        wasSent = error.wasSent
        link = error
    }

    init(_ refusal: RIBCLRefusal, _ writer: RIBCLWriter) {
        cause =
            switch refusal.meaning {
            case .wrongLogin: .wrongLogin
            case .tooLittlePrivilege: .tooLittlePrivilege
            case .unknownCommand: .unknownCommand
            case .already, .other: .commandRefused
            }
        detail = "status 0x\(String(max(0, refusal.status), radix: 16)), \(refusal.shown(to: writer))"
        wasSent = true
    }

    /// For programs.
    var word: String {
        switch cause {
        case .link(let cause): cause.rawValue
        case .wrongLogin: "wrong-login"
        case .tooLittlePrivilege: "too-little-privilege"
        case .unknownCommand: "unknown-command"
        case .commandRefused: "command-refused"
        case .notRIBCL, .status: "not-ribcl"
        case .stillOn: "still-on"
        case .stillOff: "still-off"
        case .noState: "no-power-state"
        case .unknown: "no-answer-to-command"
        case .late: "no-answer"
        }
    }

    var code: stonith_code {
        switch cause {
        case .link(let cause): Self.code(cause)
        case .wrongLogin, .tooLittlePrivilege: STONITH_S_ACCESS
        case .unknownCommand, .commandRefused, .notRIBCL, .status, .stillOn, .stillOff, .noState: STONITH_S_RESETFAIL
        case .unknown: STONITH_S_UNKNOWN
        case .late: STONITH_S_TIMEOUT
        }
    }

    private static func code(_ cause: HTTPError.Cause) -> stonith_code {
        switch cause {
        case .refused, .unreachable, .silent, .tooSlow, .closed: STONITH_S_TIMEOUT
        case .noSuchHost: STONITH_S_BADCONFIG
        case .certificateExpired, .certificateWrongName, .certificateUntrusted, .certificateWrong: STONITH_S_ACCESS
        case .tlsTooOld, .tlsFailed, .proxyRefused: STONITH_S_ACCESS
        case .redirected, .tooLong, .notHTTP: STONITH_S_RESETFAIL
        case .cancelled, .library: STONITH_S_OOPS
        }
    }

    /// What failed, where, and what to do next.
    func text(_ settings: RiloeSettings) -> String {
        let place = "iLO \(settings.address) port \(settings.port)"
        return "\(place): \(explanation(settings))\(detail.isEmpty ? "" : " (\(detail))")"
    }

    private func explanation(_ settings: RiloeSettings) -> String {
        switch cause {
        case .link: link?.explanation(address: "ilo_hostname") ?? ""
        case .wrongLogin: "it refused the login of \"\(settings.user)\": check ilo_user and ilo_password"
        case .tooLittlePrivilege:
            "\"\(settings.user)\" may not switch power: give the user \"Virtual Power and Reset\" on the board"
        case .unknownCommand:
            "it does not know the command: set ilo_protocol to what it speaks, ilo_can_reset=0, or "
                + "ilo_powerdown_method to the other one; or update its firmware"
        case .commandRefused: "it refused the command: see what it says, and look at its event log"
        case .notRIBCL: "what it answers is not RIBCL: check ilo_hostname, and that it is an iLO up to 4"
        case .status(let status): "its web server answered with status \(status), not with RIBCL: is it an iLO up to 4?"
        case .stillOn:
            "it took the power off, and the node is still on: try ilo_powerdown_method=button, or pull the plug"
        case .stillOff: "it took the power on, and the node is still off: look at its power supply"
        case .noState: "it answered without a power state: update its firmware, or reset the board"
        case .unknown:
            "a power command was sent and no answer came: nobody knows whether it was carried out. Read the power "
                + "state before you trust it"
        case .late: "the time was up before it had answered: try again, and look at its network"
        }
    }
}
