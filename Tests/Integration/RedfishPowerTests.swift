import TestRig
import Testing

/// `redfish` on a simulated service: what it sends, and what its outcomes rest on.
@Suite(.waiting) struct RedfishPowerTests {
    private let stage = Stage.shared

    private func report(_ service: SimulatedRedfish, _ more: [String]) throws -> Report {
        try stage.report(service.parameters() + more, type: "redfish").report
    }

    @Test func offOnResetAndStatus() throws {
        let service = try SimulatedRedfish()
        let steps = ["off", "off", "reset", "on", "reset", "on", "off", "on"]
        for step in steps {
            let report = try report(service, ["-T", step, "pm01"])
            #expect(report.exit == 0, "\(step): \(report.text)")
        }
        #expect(try service.resets() == ["ForceOff", "On", "ForceRestart", "ForceOff", "On"])
        #expect(try report(service, ["-S"]).exit == 0)
        #expect(try report(service, ["-l"]).hosts == ["pm01"])
        #expect(try service.openSessions() == 0)
    }

    @Test func evidenceAndIdentity() throws {
        let service = try SimulatedRedfish()
        #expect(try report(service, ["-T", "reset", "pm01"]).evidence == "accepted")
        #expect(try report(service, ["reset_method=onoff", "-T", "reset", "pm01"]).evidence == "read-back")
        #expect(try report(service, ["-T", "off", "pm01"]).evidence == "read-back")
        #expect(try report(service, ["-S"]).identity == "38947555-7742-3448-3784-823347823831")
    }

    @Test func whatIsRememberedSavesRoundTrips() throws {
        let service = try SimulatedRedfish()
        let hints = try report(service, ["-S"]).hints.map { "remembered.\($0)" }
        #expect(hints.count == 2)
        let before = try service.roundTrips()
        _ = try report(service, hints + ["-T", "reset", "pm01"])
        let warm = try service.roundTrips()
        #expect(warm - before == 2 + 4)
        _ = try report(service, hints + ["login_method=basic", "-T", "reset", "pm01"])
        #expect(try service.roundTrips() - warm == 2 + 2)
    }

    // MARK: Odd services

    @Test(arguments: [
        "no-values", "action-info", "chunked", "private-root", "dirt", "no-sessions", "no-basic", "full=503",
        "full=400",
        "busy=3", "session-dies", "offdelay=300", "strict", "task=100", "task=200 absolute", "task=100 task-in-body",
        "offdelay=300 task=50", "action-info values=On,ForceOff",
    ])
    func oddServices(mode: String) throws {
        let service = try SimulatedRedfish(mode: mode)
        let reset = try report(service, ["-T", "reset", "pm01"])
        #expect(reset.exit == 0, "\(reset.text)")
        #expect(try !service.resets().isEmpty)
        let off = try report(service, ["-T", "off", "pm01"])
        #expect(off.exit == 0, "\(off.text)")
        #expect(off.evidence == "read-back")
        #expect(try !service.isOn())
        #expect(try service.openSessions() == 0)
    }

    @Test func onlyPowerCycle() throws {
        let service = try SimulatedRedfish(mode: "values=On,ForceOff,PowerCycle")
        #expect(try report(service, ["-T", "reset", "pm01"]).exit == 0)
        #expect(try service.resets() == ["PowerCycle"])
    }

    @Test func oneOfSeveralSystems() throws {
        let service = try SimulatedRedfish(mode: "systems=3")
        let refused = try report(service, ["-T", "off", "pm01"])
        #expect(refused.exit == 1)
        #expect(refused.cause == "several-systems")
        #expect(refused.text.contains("/redfish/v1/Systems/2"))
        #expect(try report(service, ["systems_uri=/redfish/v1/Systems/2", "-T", "off", "pm01"]).exit == 0)
        #expect(try service.isOn(1) && !service.isOn(2) && service.isOn(3))
    }

    @Test func anotherSystemIsNotPowered() throws {
        let service = try SimulatedRedfish()
        let report = try report(service, ["system_uuid=SN0002", "-T", "off", "pm01"])
        #expect(report.exit == 4)
        #expect(report.cause == "wrong-system")
        #expect(try service.resets().isEmpty)
        #expect(try service.openSessions() == 0)
        let other = try stage.report(service.parameters() + ["-T", "off", "pm02"], type: "redfish").report
        #expect(other.cause == "wrong-target")
    }

    // MARK: Lost answers

    /// The double counts what arrived: a reset that was carried out is not sent a second time.
    @Test(arguments: ["mute", "lost"]) func aResetIsSentOnce(mode: String) throws {
        let service = try SimulatedRedfish(mode: "\(mode)=ForceRestart")
        let report = try report(service, ["-T", "reset", "pm01"])
        #expect(report.exit == 0, "\(report.text)")
        #expect(report.evidence == "read-back")
        #expect(report.warnings.count == 1)
        let sent = try service.requests().filter { $0.hasSuffix(mode) }
        #expect(sent.count == 1)
        #expect(try service.resets() == (mode == "mute" ? ["ForceRestart"] : []) + ["ForceOff", "On"])
        #expect(try service.openSessions() == 0)
    }

    @Test(arguments: ["mute=ForceOff", "lost=ForceOff", "status=ForceOff:500", "status=ForceOff:303"])
    func aLostOff(mode: String) throws {
        let service = try SimulatedRedfish(mode: mode)
        let report = try report(service, ["--timeout", "8", "-T", "off", "pm01"])
        #expect(report.code == (mode.hasPrefix("mute") ? "ok" : "unknown"), "\(report.text)")
        #expect(report.evidence == (mode.hasPrefix("mute") ? "read-back" : "none"))
        #expect(try service.openSessions() == 0)
    }

    @Test func anAnswerThatNeverComes() throws {
        let service = try SimulatedRedfish(mode: "hang=ForceOff")
        let report = try report(service, ["--timeout", "6", "-T", "off", "pm01"])
        #expect(report.evidence == "read-back", "\(report.text)")
        #expect(report.milliseconds < 6000)
        #expect(try service.openSessions() == 0)
    }

    @Test(arguments: [("stuck", "still-on", "device-failed"), ("task=60000 stuck", "task-unfinished", "unknown")])
    func whatIsNotProvenIsNoSuccess(mode: String, cause: String, code: String) throws {
        let service = try SimulatedRedfish(mode: mode)
        let (run, report) = try stage.report(
            service.parameters() + ["--timeout", "3", "-T", "off", "pm01"], type: "redfish")
        #expect(run.status != 0)
        #expect(report.cause == cause)
        #expect((report.code == "unknown") == (code == "unknown"))
        #expect(try service.openSessions() == 0)
    }

    @Test func aTaskThatFails() throws {
        let service = try SimulatedRedfish(mode: "task=50 task-fails stuck")
        let report = try report(service, ["-T", "off", "pm01"])
        #expect(report.cause == "task-failed")
        #expect(report.text.contains("The power supply did not answer. Look at it."))
    }

    @Test func aTaskThatIsKnownNoMore() throws {
        let service = try SimulatedRedfish(mode: "task=5000 task-vanishes")
        let report = try report(service, ["-T", "reset", "pm01"])
        #expect(report.exit == 0, "\(report.text)")
        #expect(try service.resets() == ["ForceRestart", "ForceOff", "On"])
    }
}
