import Glibc

extension HypervisorError {
    /// libvirt's error numbers that say something by themselves (virterror.h, 9.0.0).
    public enum Number {
        public static let noSupport: Int32 = 3
        public static let noConnect: Int32 = 5
        public static let invalidArgument: Int32 = 8
        public static let operationDenied: Int32 = 29
        public static let noDomain: Int32 = 42
        public static let authFailed: Int32 = 45
        public static let operationTimeout: Int32 = 68
        public static let authCancelled: Int32 = 79
        public static let accessDenied: Int32 = 88
        public static let authUnavailable: Int32 = 94
    }

    /// From libvirt's error number and words. Much has only a general number and tells itself by the words: those of
    /// ssh are handed on as they are, and are English since libvirt runs ssh with LC_ALL=C.
    public init(number: Int32, words: String, whileOpening: Bool) {
        // libssh and libssh2 name the method, and TLS what it did not like; libvirtd's own refusal does neither.
        let signs: [String] = ["authentication with ", "ertificate"]
        let hasSign = signs.contains { strstr(words, $0) != nil }
        let cause = (hasSign ? nil : Self.cause(of: number, whileOpening)) ?? Self.cause(in: words, whileOpening)
        self.init(cause, Self.short(words))
    }

    private static func cause(of number: Int32, _ whileOpening: Bool) -> Cause? {
        switch number {
        case Number.noDomain: .noDomain
        case Number.authFailed, Number.authCancelled, Number.authUnavailable: .loginRefused
        case Number.accessDenied, Number.operationDenied: .notAllowed
        case Number.operationTimeout: .busy
        case Number.noConnect, Number.invalidArgument: whileOpening ? .uriRefused : nil
        case Number.noSupport: whileOpening ? .uriRefused : .notSupported
        default: nil
        }
    }

    /// In this order: what stands first says more than what follows from it.
    private static let signs: [(Cause, [String])] = [
        (
            .hostKeyRefused,
            ["Host key verification failed", "IDENTIFICATION HAS CHANGED", "SSH host key", "for host key"]
        ),
        (.sshLoginRefused, ["Permission denied (", "Too many authentication failures", "authentication with "]),
        (
            .noSuchHost,
            ["Could not resolve hostname", "Name or service not known", "name resolution", "unable to resolve"]
        ),
        (.silent, ["keepalive timeout", "timed out", "not responding"]),
        (.unreachable, ["No route to host", "etwork is unreachable"]),
        (
            .noDaemon,
            ["Failed to connect socket", "virt-ssh-helper: ", "nc: not found", "nc: unix connect", "cannot connect to"]
        ),
        (.refused, ["Connection refused"]), (.certificateRefused, ["ertificate", "TLS handshake", "x509"]),
        (.stillOn, ["Failed to terminate process"]),
        (.notLibvirt, ["received from server too large", "received from server too small"]),
        (.uriRefused, ["URI", "no connection driver", "transport in URL"]),
        (.connectionLost, lossSigns),
    ]
    private static let lossSigns = [
        "End of file while reading", "Cannot recv data", "Cannot write data", "socket is closed", "hangup",
    ]

    private static func cause(in words: String, _ whileOpening: Bool) -> Cause {
        // Once connected, why it broke matters less than that it did: a command may be out.
        if !whileOpening, lossSigns.contains(where: { strstr(words, $0) != nil }) { return .connectionLost }
        let found = signs.first { $0.1.contains { sign in strstr(words, sign) != nil } }?.0
        return found ?? (whileOpening ? .library : .errorAnswer)
    }

    /// One line, without the frame that ssh draws around its warning.
    private static func short(_ words: String) -> String {
        let lines = words.split(whereSeparator: \.isNewline).filter { strstr(String($0), "@@@@") == nil }
        let text = lines.map { $0.drop { $0.isWhitespace || $0 == "@" } }.joined(separator: " ")
        return text.count <= 600 ? text : text.prefix(600) + "…"
    }
}
