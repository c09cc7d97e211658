import CIPMIConsole
import IPMISettings

/// Why there is no console, told apart as far as an operator must act differently.
struct SOLError: Error, Equatable {
    enum Cause {
        case badConfiguration
        case wrongUser
        case wrongPassword
        case tooLittlePrivilege
        case noCipherSuite
        case noIPMI20
        case noConsole
        case inUse
        case stolen
        case encryption
        case busy
        case errorAnswer
        case noAnswer
        case noSuchHost
        case ended
        case library
    }

    var cause: Cause
    /// Where, and the library's own words.
    var detail: String

    init(_ cause: Cause, _ detail: String = "") {
        self.cause = cause
        self.detail = detail
    }

    /// From libipmiconsole's error number (ipmiconsole.h, 1.6.10).
    init(errnum: Int32, _ place: String) {
        detail = place
        cause =
            switch errnum {
            case IPMICONSOLE_ERR_SUCCESS: .ended
            case IPMICONSOLE_ERR_USERNAME_INVALID: .wrongUser
            case IPMICONSOLE_ERR_PASSWORD_INVALID, IPMICONSOLE_ERR_K_G_INVALID: .wrongPassword
            case IPMICONSOLE_ERR_PRIVILEGE_LEVEL_INSUFFICIENT, IPMICONSOLE_ERR_PRIVILEGE_LEVEL_CANNOT_BE_OBTAINED:
                .tooLittlePrivilege
            case IPMICONSOLE_ERR_CIPHER_SUITE_ID_UNAVAILABLE: .noCipherSuite
            case IPMICONSOLE_ERR_IPMI_2_0_UNAVAILABLE: .noIPMI20
            case IPMICONSOLE_ERR_SOL_UNAVAILABLE: .noConsole
            case IPMICONSOLE_ERR_SOL_INUSE: .inUse
            case IPMICONSOLE_ERR_SOL_STOLEN: .stolen
            case IPMICONSOLE_ERR_SOL_REQUIRES_ENCRYPTION, IPMICONSOLE_ERR_SOL_REQUIRES_NO_ENCRYPTION: .encryption
            case IPMICONSOLE_ERR_BMC_BUSY: .busy
            case IPMICONSOLE_ERR_BMC_ERROR, IPMICONSOLE_ERR_BMC_IMPLEMENTATION: .errorAnswer
            case IPMICONSOLE_ERR_CONNECTION_TIMEOUT, IPMICONSOLE_ERR_SESSION_TIMEOUT: .noAnswer
            case IPMICONSOLE_ERR_EXCESS_RETRANSMISSIONS_SENT, IPMICONSOLE_ERR_EXCESS_ERRORS_RECEIVED: .noAnswer
            case IPMICONSOLE_ERR_HOSTNAME_INVALID: .noSuchHost
            default: .library
            }
        if [.library, .errorAnswer].contains(cause), let words = ipmiconsole_ctx_strerror(errnum) {
            detail += ": \(String(cString: words))"
        }
    }

    /// What failed, where, and what to do next.
    var text: String {
        if cause == .badConfiguration { return detail }
        return detail.isEmpty ? explanation : "\(detail): \(explanation)"
    }

    private var explanation: String {
        switch cause {
        case .badConfiguration: detail
        case .wrongUser: "it does not know the user: check userid, and that the user may use its LAN channel"
        case .wrongPassword: "it refused the password: check passwd and passwd_method"
        case .tooLittlePrivilege: "the user may not have the console with this priv: raise the user's privilege"
        case .noCipherSuite: "it took none of the cipher suites: enable suite 17 or 3 on it"
        case .noIPMI20: "it has no IPMI 2.0, and so no console over LAN"
        case .noConsole: "it offers no serial over LAN: enable it on the BMC, and for this user (SOL payload access)"
        case .inUse:
            "the console is in use, by a stonithd that captures it or by a person: wait, or take it with --steal"
        case .stolen: "somebody else took the console"
        case .encryption: "its console and its cipher suite do not go together: see the BMC's SOL settings"
        case .busy: "it has no session left, or is still starting: wait, or end other sessions on it"
        case .errorAnswer: "it answered with an error; see workaround_flags in stonith-ipmi(7)"
        case .noAnswer: "it does not answer: check ipaddr and ipport, the network, and the BMC's power"
        case .noSuchHost: "the name does not resolve: check ipaddr, or give an address"
        case .ended: "the BMC ended the session"
        case .library: "libipmiconsole failed: see whether ipmiconsole(8) can do it from this host"
        }
    }
}
