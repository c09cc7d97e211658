import CFreeIPMI
import CStonithPlugin
import IPMISettings

/// What went wrong between this host and the BMC, told apart as far as an operator must act differently.
struct BMCError: Error, Equatable {
    enum Cause: String, CaseIterable {
        case wrongUser = "wrong-user"
        case wrongPassword = "wrong-password"
        case tooLittlePrivilege = "too-little-privilege"
        case noCipherSuite = "no-cipher-suite"
        case suiteLowered = "cipher-suite-lowered"
        case noAuthenticationType = "no-authentication-type"
        case noIPMI20 = "no-ipmi-2.0"
        case refused
        case unreachable
        case silent
        case noAnswer = "no-answer"
        case noAnswerToCommand = "no-answer-to-command"
        case busy
        case errorAnswer = "error-answer"
        case stillOn = "still-on"
        case stillOff = "still-off"
        case wrongBMC = "wrong-bmc"
        case noSuchHost = "no-such-host"
        case cancelled
        case library
    }

    var cause: Cause
    /// The library's or the BMC's own words, for the end of the message.
    var detail: String

    init(_ cause: Cause, _ detail: String = "") {
        self.cause = cause
        self.detail = detail
    }

    /// From libfreeipmi's error number (ipmi-api.h, 1.6.10).
    init(errnum: Int32, detail: String) {
        self.detail = detail
        cause =
            switch UInt32(bitPattern: errnum) {
            case IPMI_ERR_USERNAME_INVALID.rawValue: .wrongUser
            case IPMI_ERR_PASSWORD_INVALID.rawValue, IPMI_ERR_K_G_INVALID.rawValue: .wrongPassword
            // A BMC drops IPMI 1.5 messages with a wrong authentication code: only the silence tells.
            case IPMI_ERR_PASSWORD_VERIFICATION_TIMEOUT.rawValue: .wrongPassword
            case IPMI_ERR_PRIVILEGE_LEVEL_INSUFFICIENT.rawValue: .tooLittlePrivilege
            case IPMI_ERR_PRIVILEGE_LEVEL_CANNOT_BE_OBTAINED.rawValue: .tooLittlePrivilege
            case IPMI_ERR_AUTHENTICATION_TYPE_UNAVAILABLE.rawValue: .noAuthenticationType
            case IPMI_ERR_CIPHER_SUITE_ID_UNAVAILABLE.rawValue: .noCipherSuite
            case IPMI_ERR_IPMI_2_0_UNAVAILABLE.rawValue: .noIPMI20
            case IPMI_ERR_CONNECTION_TIMEOUT.rawValue, IPMI_ERR_SESSION_TIMEOUT.rawValue: .noAnswer
            case IPMI_ERR_MESSAGE_TIMEOUT.rawValue, IPMI_ERR_DRIVER_TIMEOUT.rawValue: .noAnswer
            case IPMI_ERR_BMC_BUSY.rawValue, IPMI_ERR_DRIVER_BUSY.rawValue: .busy
            case IPMI_ERR_HOSTNAME_INVALID.rawValue: .noSuchHost
            case IPMI_ERR_BAD_COMPLETION_CODE.rawValue, IPMI_ERR_BAD_RMCPPLUS_STATUS_CODE.rawValue: .errorAnswer
            case IPMI_ERR_COMMAND_INVALID_OR_UNSUPPORTED.rawValue, IPMI_ERR_IPMI_ERROR.rawValue: .errorAnswer
            default: .library
            }
    }

    var code: stonith_code {
        switch cause {
        case .wrongUser, .wrongPassword, .tooLittlePrivilege: STONITH_S_ACCESS
        case .noCipherSuite, .suiteLowered, .noAuthenticationType: STONITH_S_ACCESS
        case .noIPMI20, .noSuchHost: STONITH_S_BADCONFIG
        case .refused, .unreachable, .silent, .noAnswer: STONITH_S_TIMEOUT
        case .noAnswerToCommand: STONITH_S_UNKNOWN
        case .busy, .errorAnswer, .stillOn, .stillOff: STONITH_S_RESETFAIL
        case .wrongBMC: STONITH_S_BADHOST
        case .library, .cancelled: STONITH_S_OOPS
        }
    }

    /// What failed, where, and what to do next.
    func text(_ settings: Settings) -> String {
        let place = "BMC \(settings.address) port \(settings.port)"
        return "\(place): \(explanation(settings))\(detail.isEmpty ? "" : " (\(detail))")"
    }

    private func explanation(_ settings: Settings) -> String {
        switch cause {
        case .wrongUser:
            "it knows no user \"\(settings.user)\": check userid, and that the user may use its LAN channel"
        case .wrongPassword: "it refused the password of user \"\(settings.user)\": check passwd and passwd_method"
        case .tooLittlePrivilege:
            "user \"\(settings.user)\" may not act as \(settings.privilegeName): raise the user's privilege on the "
                + "BMC's LAN channel, or set priv=OPERATOR, which is enough to switch power"
        case .noCipherSuite:
            "it took none of the cipher suites \(settings.cipherSuites.map(String.init).joined(separator: ", ")): "
                + "enable suite 17 or 3 on it; weaker ones are never used"
        case .suiteLowered:
            "it took cipher suite \(settings.cipherSuites[0]) before and refuses it now: find out why (firmware reset? "
                + "somebody in between?); cipher_suite=3 allows the weaker one knowingly"
        case .noAuthenticationType: "it offers no MD5 authentication for IPMI 1.5: set interface=lanplus"
        case .noIPMI20: "it has no IPMI 2.0: set interface=lan"
        case .refused: "nothing listens there: check ipaddr and ipport, and that IPMI over LAN is enabled on the BMC"
        case .unreachable: "this host has no way to it: check the cable, the switch port and the route"
        case .silent:
            "not one datagram came back within \(settings.silenceMilliseconds / 1000) s: is the BMC without power, or "
                + "a firewall in between? Its node may be on or off"
        case .noAnswer: "it stopped answering: try again, and look at its network"
        case .noAnswerToCommand:
            "the power command was sent and no answer came: nobody knows whether it was carried out. Read the power "
                + "state before you trust it"
        case .busy: "it has no session left, or is still starting: wait, or end other sessions on it"
        case .errorAnswer: "it answered with an error: reset the BMC itself if that goes on"
        case .stillOn: "it accepted the power off, and the node is still on: press the button, or pull the plug"
        case .stillOff: "it accepted the power on, and the node is still off: look at its power supply"
        case .wrongBMC: "this is not the BMC of bmc_guid=\(settings.expectedGUID ?? ""): ipaddr leads to another node"
        case .noSuchHost: "the name does not resolve: check ipaddr, or give an address"
        case .cancelled: "the action was cancelled before its command was sent: the node is as it was"
        case .library: "libfreeipmi failed: see whether ipmipower(8) can do it from this host"
        }
    }
}
