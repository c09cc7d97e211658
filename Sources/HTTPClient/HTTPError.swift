/// Why there is no answer, told apart as far as an operator must act differently.
public struct HTTPError: Error, Equatable {
    public enum Cause: String, CaseIterable, Sendable {
        case refused
        case unreachable
        case noSuchHost = "no-such-host"
        /// Not one byte of an answer came.
        case silent
        /// It began to answer, and stopped or dripped past the deadline.
        case tooSlow = "too-slow"
        case certificateExpired = "certificate-expired"
        case certificateWrongName = "certificate-wrong-name"
        case certificateUntrusted = "certificate-untrusted"
        /// It is not the one whose fingerprint is known.
        case certificateWrong = "certificate-wrong"
        case tlsTooOld = "tls-too-old"
        case tlsFailed = "tls-failed"
        case redirected
        case tooLong = "too-long"
        case notHTTP = "not-http"
        case closed
        case proxyRefused = "proxy-refused"
        case cancelled
        case library
    }

    public var cause: Cause
    /// The library's or the server's own words, for the end of a message; the fingerprint shown where it helps.
    public var detail: String
    /// The request, or a part of it, may have reached the server.
    public var wasSent: Bool

    public init(_ cause: Cause, _ detail: String = "", wasSent: Bool = false) {
        self.cause = cause
        self.detail = detail
        self.wasSent = wasSent
    }

    /// What failed and what to do next, without the place.
    ///
    /// - Parameter parameter: the name of the device's parameter that has the address.
    public func explanation(address parameter: String) -> String {
        words(parameter) + (detail.isEmpty ? "" : " (\(detail))")
    }

    private func words(_ address: String) -> String {
        switch cause {
        case .refused: "nothing listens there: check \(address), and that the board's web server is enabled"
        case .unreachable: "this host has no way to it: check the cable, the switch port and the route"
        case .noSuchHost: "the name does not resolve: check \(address), or give an address"
        case .silent:
            "no answer came: is the board without power, or a firewall in between? Its node may be on or off"
        case .tooSlow: "it began to answer and did not end in time: try again, and reset the board if that goes on"
        case .certificateExpired, .certificateWrongName, .certificateUntrusted, .certificateWrong:
            certificateWords(address)
        case .tlsTooOld:
            "it speaks only TLS that is too old or too weak to be safe: update its firmware, or allow that knowingly "
                + "with tls_legacy=yes"
        case .tlsFailed: "it does not speak TLS properly: check \(address) and the port, and update its firmware"
        case .redirected: "it sent us elsewhere, where nobody is trusted with the password: check \(address)"
        case .tooLong: "its answer has no end: check \(address), for that is no board"
        case .notHTTP: "what it answers is not HTTP: check \(address) and the port"
        case .closed: "it closed the connection without an answer: try again, and reset the board if that goes on"
        case .proxyRefused: "the proxy makes no connection to it: look at what the proxy allows"
        case .cancelled: "the action was cancelled before its command was sent: the node is as it was"
        case .library: "libcurl failed: see whether curl(1) can do it from this host"
        }
    }

    private func certificateWords(_ address: String) -> String {
        switch cause {
        case .certificateExpired:
            "its certificate is not valid at this time: look at this host's clock, renew the certificate, or name it "
                + "by tls_fingerprint"
        case .certificateWrongName:
            "its certificate is for another name: check \(address), or name the certificate by tls_fingerprint"
        case .certificateUntrusted:
            "nobody we trust vouches for its certificate: give its authority with tls_ca, or name the certificate by "
                + "tls_fingerprint"
        default:
            "its certificate is not the one of tls_fingerprint: was it renewed, or is somebody in between? Look at the "
                + "board before you change the parameter"
        }
    }
}
