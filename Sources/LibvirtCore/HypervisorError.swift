import CStonithPlugin

/// What went wrong between this host and the hypervisor, told apart as far as an operator must act differently.
public struct HypervisorError: Error, Equatable {
    public enum Cause: String, CaseIterable, Sendable {
        case noDomain = "no-such-domain"
        case uriRefused = "uri-refused"
        case hostKeyRefused = "host-key-refused"
        case sshLoginRefused = "ssh-login-refused"
        case loginRefused = "login-refused"
        case notAllowed = "not-allowed"
        case certificateRefused = "certificate-refused"
        case noSuchHost = "no-such-host"
        case refused
        case noDaemon = "no-daemon"
        case notLibvirt = "not-libvirt"
        case unreachable
        case silent
        case connectionLost = "connection-lost"
        case noAnswer = "no-answer"
        case noAnswerToCommand = "no-answer-to-command"
        case busy
        case errorAnswer = "error-answer"
        case notSupported = "not-supported"
        case stillOn = "still-on"
        case stillOff = "still-off"
        case cancelled
        case library
    }

    public var cause: Cause
    /// libvirt's own words, for the end of the message.
    public var detail: String
    /// The domain that it is about, where it is about one.
    public var domain: String?

    public init(_ cause: Cause, _ detail: String = "", domain: String? = nil) {
        self.cause = cause
        self.detail = detail
        self.domain = domain
    }

    /// Whether nobody knows what the hypervisor made of the call: what was to answer has gone.
    public var isLoss: Bool { [.connectionLost, .silent, .noAnswer].contains(cause) }

    public var code: stonith_code {
        switch cause {
        case .hostKeyRefused, .sshLoginRefused, .loginRefused, .notAllowed, .certificateRefused, .notLibvirt:
            STONITH_S_ACCESS
        case .uriRefused, .noSuchHost: STONITH_S_BADCONFIG
        case .notSupported: STONITH_S_INVAL
        case .noDomain: STONITH_S_BADHOST
        case .refused, .noDaemon, .unreachable, .silent, .connectionLost, .noAnswer: STONITH_S_TIMEOUT
        case .noAnswerToCommand: STONITH_S_UNKNOWN
        case .busy, .errorAnswer, .stillOn, .stillOff: STONITH_S_RESETFAIL
        case .cancelled, .library: STONITH_S_OOPS
        }
    }

    /// What an operator reads: what failed, where, and what to do.
    public func text(_ settings: Settings) -> String {
        let words = "\(settings.uri.place): \(explanation(settings))"
        return detail.isEmpty ? words : "\(words) (\(detail))"
    }

    private func explanation(_ settings: Settings) -> String {
        let name = domain ?? ""
        return switch cause {
        case .noDomain:
            "it has no domain \(name), so nothing was done: check hostlist with virsh list --all, and that the domain "
                + "was not moved to another hypervisor, where it may run"
        case .uriRefused: "libvirt cannot use the URI \(settings.uri.text): check hypervisor_uri with virsh -c"
        case .hostKeyRefused:
            "ssh does not know its host key, or knows another one: find out why it changed, then put the right one "
                + "into root's known_hosts"
        case .sshLoginRefused:
            "sshd let nobody in: check the user in hypervisor_uri, and that root's key without passphrase, or the one "
                + "of keyfile=, is in that user's authorized_keys"
        case .loginRefused:
            "libvirtd let nobody in: give the user the action org.libvirt.unix.manage in polkit, or the group libvirt"
        case .notAllowed: "its access rules forbid that: allow it for this user in polkit, or use another user"
        case .certificateRefused:
            "TLS failed: check this host's certificate, the hypervisor's, the authority of both, and their dates"
        case .noSuchHost: "the name does not resolve: check hypervisor_uri, or give an address"
        case .refused: "nothing listens there: check host and port in hypervisor_uri"
        case .noDaemon: "no libvirtd answers on it: start libvirtd, or check the driver in hypervisor_uri"
        case .notLibvirt:
            "what answers is not libvirtd: see whether that user's login prints anything, or has nologin for a shell"
        case .unreachable: "this host has no way to it: check the cable, the switch port and the route"
        case .silent:
            "it did not answer for \(settings.silenceMilliseconds / 1000) s: is it dead, does libvirtd or sshd hang? "
                + "Its domains may run. A slow login needs a longer silence_timeout"
        case .connectionLost:
            "the connection broke: look at libvirtd, sshd, what command= names, and the network, and try again"
        case .noAnswer: "it did not answer in time: try again, and look at libvirtd"
        case .noAnswerToCommand:
            "the command for domain \(name) was sent and no answer came: nobody knows whether it was carried out. Read "
                + "the domain's state before you trust it"
        case .busy: "another job holds the domain \(name): see virsh domjobinfo, and try again"
        case .errorAnswer: "it answered with an error"
        case .notSupported: "its driver cannot do that; where reset_method is reboot, set it to power_cycle"
        case .stillOn:
            "the domain \(name) still runs: see whether its process is stuck in the storage of the hypervisor, which "
                + "may have to be fenced itself"
        case .stillOff: "the domain \(name) does not start: see what virsh start says"
        case .cancelled: "the action was cancelled before its command was sent: the node is as it was"
        case .library: "libvirt failed: see whether virsh can do it from this host"
        }
    }
}
