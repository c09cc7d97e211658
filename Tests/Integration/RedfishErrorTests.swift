import TestRig
import Testing

/// Each way a Redfish service can fail has its own message, exit code and cause, and leaves no session behind.
@Suite(.waiting) struct RedfishErrorTests {
    private let stage = Stage.shared

    @discardableResult
    private func expect(
        _ status: Int32, _ cause: String, _ advice: String, _ service: SimulatedRedfish,
        _ parameters: [String], _ action: [String] = ["-T", "off", "pm01"],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Report {
        let (run, report) = try stage.report(parameters + ["--timeout", "8"] + action, type: "redfish")
        #expect(run.status == status, sourceLocation: sourceLocation)
        #expect(report.exit == status, sourceLocation: sourceLocation)
        #expect(report.cause == cause, sourceLocation: sourceLocation)
        #expect(report.evidence == "none", sourceLocation: sourceLocation)
        #expect(run.errors.contains(advice), "\(run.errors)", sourceLocation: sourceLocation)
        #expect(try service.resets().isEmpty, sourceLocation: sourceLocation)
        #expect(try service.openSessions() == 0, sourceLocation: sourceLocation)
        return report
    }

    @Test func logins() throws {
        let service = try SimulatedRedfish()
        let report = try expect(
            2, "login-refused", "check userid, passwd", service, service.parameters(password: "wrong"))
        #expect(report.text.contains("The login was refused.") && !report.text.contains("\u{1B}"))
        try expect(
            2, "login-refused", "check userid", service,
            service.parameters(user: "nobody") + ["login_method=basic"])
        try expect(2, "too-little-privilege", "Operator", service, service.parameters(user: SimulatedRedfish.viewer))
        try service.set(mode: "expired")
        try expect(2, "password-expired", "change it", service, service.parameters())
        try service.set(mode: "locked")
        try expect(2, "too-little-privilege", "Operator", service, service.parameters())
    }

    /// A wrong password is tried once: more would lock the account.
    @Test func aWrongPasswordIsTriedOnce() throws {
        let service = try SimulatedRedfish(mode: "echo")
        let report = try expect(
            2, "login-refused", "repeats a secret", service, service.parameters(password: "not-the-password"))
        #expect(!report.text.contains("not-the-password"))
        #expect(try service.log().filter { $0 == "login refused" }.count == 1)
    }

    @Test(arguments: [
        ("get=500", 5, "error-answer", "The sensor did not answer"),
        ("get=404", 1, "no-such-system", "correct systems_uri"),
        ("get=503", 5, "busy", "still starting"), ("junk", 5, "bad-answer", "cannot be read"),
        ("no-action", 3, "not-offered", "no reset action"), ("values=On", 3, "not-offered", "ForceOff is needed"),
        ("status=ForceOff:400", 5, "command-refused", "It cannot be done"),
        ("status=ForceOff:403", 2, "too-little-privilege", "Operator"),
        ("status=ForceOff:405", 5, "not-allowed", "newer firmware"),
        ("status=ForceOff:409", 5, "conflict", "in the middle of something else"),
        ("status=ForceOff:412", 5, "precondition-failed", "ETag"),
        ("status=ForceOff:503", 5, "busy", "still starting"),
        ("status=ForceOff:501", 5, "command-refused", "refused the command"),
    ])
    func answers(mode: String, status: Int32, cause: String, advice: String) throws {
        let service = try SimulatedRedfish(mode: mode)
        try expect(status, cause, advice, service, service.parameters() + ["systems_uri=/redfish/v1/Systems/1"])
    }

    @Test func aPlaceWithoutRedfish() throws {
        let service = try SimulatedRedfish()
        try expect(1, "no-redfish", "no Redfish at /other/", service, service.parameters() + ["redfish_uri=/other"])
    }

    @Test(arguments: [
        ["ipaddr=127.43.0.1", "userid=u"], ["userid=u", "passwd=p"], ["ipaddr=127.43.0.1", "passwd=p"],
        ["ipaddr=127.43.0.1", "userid=u", "passwd=p", "tls_ca=/x", "tls_insecure=yes"],
        ["ipaddr=127.43.0.1", "userid=u", "passwd=/nowhere/at/all", "passwd_method=file"],
    ])
    func mistakes(parameters: [String]) throws {
        let (run, report) = try stage.report(["hostname=pm01"] + parameters + ["-S"], type: "redfish")
        #expect(run.status == 1)
        #expect(report.cause == "bad-config")
    }

    // MARK: Certificates and servers that misbehave

    @Test func certificates() throws {
        let service = try SimulatedRedfish()
        let plain = service.parameters().filter { !$0.hasPrefix("tls_ca=") }
        try expect(2, "certificate-untrusted", "tls_ca", service, plain)
        let wrong = String(repeating: "00:", count: 31) + "00"
        try expect(2, "certificate-wrong", "tls_fingerprint", service, plain + ["tls_fingerprint=\(wrong)"])
        let right = try service.certificates.fingerprint(.good)
        let trusted = try stage.report(plain + ["tls_fingerprint=\(right)", "-S"], type: "redfish").report
        #expect(trusted.exit == 0)
        #expect(trusted.warnings.isEmpty)
        for name in ["tls_insecure", "ssl_insecure"] {
            let insecure = try stage.report(plain + ["\(name)=yes", "-S"], type: "redfish").report
            #expect(insecure.exit == 0)
            #expect(insecure.warnings.first?.contains("tls_insecure=yes") == true)
        }
    }

    private static let misbehaviour: [(mode: String, cause: String)] = [
        ("expired", "certificate-expired"), ("wrong-name", "certificate-wrong-name"),
        ("self-signed", "certificate-untrusted"), ("old", "tls-too-old"), ("plain", "silent"),
        ("hang-accept", "silent"), ("hang-tls", "silent"), ("hang-header", "too-slow"), ("drip", "too-slow"),
        ("redirect", "redirected"), ("huge", "too-long"), ("huge-header", "too-long"), ("not-http", "not-http"),
        ("close", "closed"), ("good", "no-redfish"),
    ]

    /// A clear error inside the deadline from each of them, all at the same time.
    @Test func serversThatMisbehave() throws {
        let servers = try BadServers("127.43.1.1")
        let folder = try TemporaryFolder()
        var script = ""
        for (mode, _) in Self.misbehaviour {
            let words = [
                stage.stonith, "--json", "-t", "redfish", "hostname=pm01", "ipaddr=127.43.1.1",
                "ipport=\(try servers.port(mode))", "userid=u", "passwd=p", "tls_ca=\(servers.certificates.authority)",
                "--timeout", "4", "-T", "reset", "pm01",
            ]
            script += "\(words.joined(separator: " ")) >\(folder.path(mode)) 2>/dev/null </dev/null &\n"
        }
        let run = try ProcessRun.shell(script + "wait\n")
        #expect(run.milliseconds < 20_000)
        for (mode, cause) in Self.misbehaviour {
            let report = try Report(output: try folder.read(mode))
            #expect(report.cause == cause, "\(mode): \(report.text)")
            #expect(report.exit != 0 && report.evidence == "none")
            #expect(report.milliseconds <= 4000, "\(mode)")
        }
    }

    @Test func aPortThatRefuses() throws {
        let (run, report) = try stage.report(
            ["hostname=pm01", "ipaddr=127.43.1.2", "ipport=9", "userid=u", "passwd=p", "-S"], type: "redfish")
        #expect(run.status == 6)
        #expect(report.cause == "refused")
    }
}
