import TestRig
import Testing

/// Each way a BMC can fail has its own message, exit code and cause.
@Suite(.waiting) struct IPMIErrorTests {
    private let stage = Stage.shared

    @Test(arguments: ["lan", "lanplus"]) func wrongUser(interface: String) throws {
        let bmc = try SimulatedBMC("127.0.42.\(interface.utf8.count)")
        try expect(2, "wrong-user", "check userid", bmc.parameters(interface: interface, user: "nobody"))
    }

    @Test func wrongPassword() throws {
        let bmc = try SimulatedBMC("127.0.42.11")
        try expect(2, "wrong-password", "check passwd", bmc.parameters(password: "wrong"))
    }

    /// IPMI 1.5 drops what is not authenticated: only the silence after the first answers tells.
    @Test func wrongPasswordOverLan() throws {
        let bmc = try SimulatedBMC("127.0.42.12")
        let parameters = bmc.parameters(interface: "lan", password: "wrong") + ["--timeout", "9"]
        try expect(2, "wrong-password", "check passwd", parameters)
    }

    /// ipmi_sim 2.0.33 enforces a user's privilege limit over IPMI 1.5 only.
    @Test func tooLittlePrivilege() throws {
        let bmc = try SimulatedBMC("127.0.42.13")
        try expect(2, "too-little-privilege", "priv=OPERATOR", bmc.parameters(interface: "lan", user: "operator"))
        let allowed = try stage.report(
            bmc.parameters(interface: "lan", user: "operator") + ["priv=OPERATOR", "-T", "reset", "pm01"])
        #expect(allowed.run.status == 0)
        #expect(try bmc.log() == ["reset 1"])
    }

    @Test func refusedPortEndsAfterTwoRefusals() throws {
        let bmc = try SimulatedBMC("127.0.42.14")
        try bmc.stop()
        let run = try expect(6, "refused", "nothing listens there", bmc.parameters())
        #expect(run.milliseconds < 30_000)
    }

    @Test func silenceEndsLongBeforeTheTimeout() throws {
        let bmc = try SimulatedBMC("127.0.42.15")
        try bmc.set(mode: "dead")
        let run = try expect(6, "silent", "not one datagram", bmc.parameters() + ["silence_timeout=1"])
        #expect(run.milliseconds > 900)
        #expect(run.milliseconds < 30_000)
    }

    /// A BMC that is slow, but there, keeps its time: pings are answered late, the session even later.
    @Test func aSlowBMCIsNotTakenForSilent() throws {
        let bmc = try SimulatedBMC("127.0.42.16")
        try bmc.set(mode: "delay=300")
        let (run, _) = try stage.report(bmc.parameters() + ["cipher_suite=3", "silence_timeout=5", "-S"])
        #expect(run.status == 0)
    }

    @Test func busyIsTriedAgainUntilTheTimeIsUp() throws {
        let bmc = try SimulatedBMC("127.0.42.17")
        try bmc.occupyAllSessions()
        let run = try expect(5, "busy", "no session left", bmc.parameters() + ["--timeout", "3"])
        #expect(run.milliseconds > 900)
    }

    @Test func errorAnswerNamesTheCompletionCode() throws {
        let bmc = try SimulatedBMC("127.0.42.18")
        try bmc.set(mode: "fail")
        try expect(5, "error-answer", "0xff", bmc.parameters())
    }

    @Test func rememberedSuite17IsNeverLoweredSilently() throws {
        let bmc = try SimulatedBMC("127.0.42.19")
        let parameters = bmc.parameters() + ["remembered.cipher_suite=17"]
        try expect(2, "cipher-suite-lowered", "find out why", parameters)
        #expect(try bmc.log().isEmpty)
    }

    @Test func nameThatDoesNotResolve() throws {
        let run = try stage.stonith([
            "--json", "-t", "external/ipmi", "hostname=pm01", "ipaddr=no-such-host.invalid", "userid=u", "passwd=p",
            "-S",
        ])
        #expect(run.status == 1)
        #expect(try Report(run).cause == "no-such-host")
    }

    /// Says the same for status and for reset: exit status, cause, next step; and never a success.
    @discardableResult
    private func expect(
        _ status: Int32, _ cause: String, _ advice: String, _ parameters: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> ProcessRun {
        let state = try stage.report(parameters + ["-S"])
        let reset = try stage.report(parameters + ["-T", "reset", "pm01"])
        for (run, report) in [state, reset] {
            #expect(run.status == status, sourceLocation: sourceLocation)
            #expect(report.exit == status, sourceLocation: sourceLocation)
            #expect(report.cause == cause, sourceLocation: sourceLocation)
            #expect(report.evidence == "none", sourceLocation: sourceLocation)
            #expect(run.errors.contains(advice), sourceLocation: sourceLocation)
        }
        #expect(state.run.errors.contains("external/ipmi device not accessible."), sourceLocation: sourceLocation)
        return reset.run
    }
}
