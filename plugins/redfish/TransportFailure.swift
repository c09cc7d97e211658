import CStonithPlugin
import HTTPClient
import RedfishCore

/// What an exchange without an answer means for the action.
enum TransportFailure {
    static func lost(_ error: HTTPError, _ settings: Settings) -> Lost {
        Lost(
            failure(error, settings), wasSent: error.wasSent, isWorthAnotherTry: error.cause == .closed)
    }

    static func failure(_ error: HTTPError, _ settings: Settings) -> Failure {
        Failure(
            code(error.cause), error.cause.rawValue,
            "\(settings.place): \(error.explanation(address: "ipaddr"))")
    }

    private static func code(_ cause: HTTPError.Cause) -> stonith_code {
        switch cause {
        case .refused, .unreachable, .silent, .tooSlow, .closed: STONITH_S_TIMEOUT
        case .certificateExpired, .certificateWrongName, .certificateUntrusted, .certificateWrong: STONITH_S_ACCESS
        case .tlsTooOld, .tlsFailed: STONITH_S_ACCESS
        case .noSuchHost, .redirected, .tooLong, .notHTTP, .proxyRefused: STONITH_S_BADCONFIG
        case .cancelled, .library: STONITH_S_OOPS
        }
    }
}
