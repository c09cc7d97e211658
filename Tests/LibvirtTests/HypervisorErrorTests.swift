import CStonithPlugin
import LibvirtCore
import Testing

/// The words are those that libvirt 9.0.0 and OpenSSH 9.2 gave.
@Suite struct HypervisorErrorTests {
    private static let systemError: Int32 = 38
    private static let internalError: Int32 = 1

    @Test(
        arguments: [
            (38, "Cannot recv data: Host key verification failed.: Connection reset by peer", "host-key-refused"),
            (85, "SSH transport error: no suitable callback for host key verification", "host-key-refused"),
            (98, "libssh transport error: SSH host key for '127.41.0.1' (93:1f) was not accepted", "host-key-refused"),
            (
                38,
                "Cannot recv data: fence@kvm1: Permission denied (publickey,password).: Connection reset by peer",
                "ssh-login-refused"
            ),
            (
                45,
                "authentication failed: authentication with private key '/k' has failed: Username/PublicKey "
                    + "combination invalid", "ssh-login-refused"
            ),
            (
                38, "Cannot recv data: ssh: connect to host kvm1 port 22: Connection refused: Connection reset",
                "refused"
            ),
            (38, "unable to connect to server at 'kvm1:16514': Connection refused", "refused"),
            (
                38, "Cannot recv data: ssh: connect to host kvm1 port 22: No route to host: Connection reset",
                "unreachable"
            ),
            (
                38, "Cannot recv data: ssh: connect to host kvm1 port 22: Connection timed out: Connection reset",
                "silent"
            ),
            (38, "Cannot recv data: ssh: Could not resolve hostname kvm1: Name or service not known", "no-such-host"),
            (38, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory", "no-daemon"),
            (38, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Connection refused", "no-daemon"),
            (38, "End of file while reading data: sh: 1: nc: not found: Input/output error", "no-daemon"),
            (39, "packet 1416128879 bytes received from server too large, want 33554432", "not-libvirt"),
            (
                38, "Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory",
                "certificate-refused"
            ),
            (45, "authentication failed: Failed to verify peer's certificate", "certificate-refused"),
            (1, "internal error: unexpected qemu URI path '/nosuch', try qemu:///system", "uri-refused"),
            (5, "no connection driver available for xen:///", "uri-refused"),
            (45, "authentication failed: no agent is available to authenticate", "login-refused"),
            (94, "authentication unavailable: no polkit agent available", "login-refused"),
            (38, "Cannot write data: Broken pipe", "connection-lost"), (1, "something new", "library"),
        ] as [(Int32, String, String)])
    func whatFailsWhileConnectingIsToldApart(_ number: Int32, _ words: String, _ cause: String) {
        #expect(HypervisorError(number: number, words: words, whileOpening: true).cause.rawValue == cause)
    }

    @Test(
        arguments: [
            (42, "Domain not found", "no-such-domain"), (29, "operation forbidden for read only access", "not-allowed"),
            (88, "access denied: 'domain' denied access", "not-allowed"),
            (68, "Timed out during operation: cannot acquire state change lock", "busy"),
            (3, "this function is not supported by the connection driver: virDomainReset", "not-supported"),
            (38, "Failed to terminate process 37 with SIGKILL: Device or resource busy", "still-on"),
            (55, "Requested operation is not valid: domain is not running", "error-answer"),
            (1, "internal error: client socket is closed", "connection-lost"),
            (1, "internal error: received hangup event on socket", "connection-lost"),
            (38, "Cannot recv data: Host key verification failed.: Connection reset by peer", "connection-lost"),
            (38, "Cannot recv data: No route to host", "connection-lost"),
            (38, "End of file while reading data: fence@kvm1: Permission denied (publickey).", "connection-lost"),
            (38, "Cannot write data: Connection refused", "connection-lost"),
            (38, "Cannot recv data: Error decoding the received TLS packet: ertificate", "connection-lost"),
            (39, "connection closed due to keepalive timeout", "silent"),
        ] as [(Int32, String, String)])
    func whatFailsLaterIsToldApart(_ number: Int32, _ words: String, _ cause: String) {
        #expect(HypervisorError(number: number, words: words, whileOpening: false).cause.rawValue == cause)
    }

    @Test func aChangedHostKeyIsToldInOneLineWithoutItsFrame() {
        let words = """
            Cannot recv data: @@@@@@@@@@@@@@@@@@@@@@@@
            @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
            @@@@@@@@@@@@@@@@@@@@@@@@
            IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
            Host key verification failed.: Connection reset by peer
            """
        let error = HypervisorError(number: Self.systemError, words: words, whileOpening: true)
        #expect(error.cause == .hostKeyRefused)
        #expect(error.detail.hasPrefix("WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!"))
        #expect(!error.detail.contains("\n") && !error.detail.contains("@@"))
    }

    @Test func longWordsAreCut() {
        let words = String(repeating: "x", count: 5000)
        #expect(HypervisorError(number: Self.internalError, words: words, whileOpening: true).detail.count == 601)
    }

    @Test func everyCauseHasWordsAndACode() throws {
        let parameters = ["hostlist": "pm01", "hypervisor_uri": "qemu+ssh://kvm1/system"]
        let settings = try Settings { parameters[$0] }
        var texts: Set<String> = []
        for cause in HypervisorError.Cause.allCases {
            let error = HypervisorError(cause, "its words", domain: "pm01")
            texts.insert(error.text(settings))
            #expect(error.text(settings).hasPrefix("hypervisor kvm1: "))
            #expect(error.text(settings).hasSuffix(" (its words)"))
            #expect((error.code == STONITH_S_UNKNOWN) == (cause == .noAnswerToCommand))
        }
        #expect(texts.count == HypervisorError.Cause.allCases.count)
    }
}
