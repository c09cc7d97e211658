import ClusterModel
import Testing
import Wire

@testable import Agents

@Suite struct RHCSRequestTests {
    private static func request(
        _ action: AgentAction, word: String? = nil, evidence: Evidence = .readBack, saysPower: Bool = true
    ) throws -> RHCSRequest {
        RHCSRequest(
            type: try #require(DeviceType("fence_x")), action: action, word: word ?? action.pacemakerWord ?? "",
            evidence: evidence, saysPower: saysPower)
    }

    private static func outcome(
        _ action: AgentAction, _ status: Int32, output: String = "", errors: String = "", word: String? = nil
    ) throws -> AgentOutcome {
        try request(action, word: word).outcome(ending: .exited(status), output: output, errors: errors)
    }

    // MARK: Success

    @Test(arguments: [
        (AgentAction.off, "off was read back by fence_x"), (.on, "on was read back by fence_x"),
        (.reset, "off was read back by fence_x, then on"),
    ])
    func aSuccessSaysWhatItRestsOn(action: AgentAction, text: String) throws {
        let outcome = try Self.outcome(action, 0, output: "Success: done\n")
        #expect(outcome.code == .ok && outcome.evidence == .readBack && outcome.text == text)
        #expect(outcome.outputTail == "Success: done\n" && outcome.warnings.isEmpty)
    }

    @Test func aCycleIsTheAgentsWordAndNoMore() throws {
        let outcome = try Self.request(.reset, evidence: .accepted).outcome(
            ending: .exited(0), output: "", errors: "")
        #expect(outcome.evidence == .accepted && outcome.text.contains("method=onoff"))
    }

    @Test func aNodeThatStaysOffAfterARebootIsFencedWithARemark() throws {
        let errors = "2026-01-01 00:00:00,000 ERROR: Timed out waiting to power ON\n\n"
        let outcome = try Self.outcome(.reset, 0, output: "Success: Rebooted\n", errors: errors)
        #expect(outcome.code == .ok && outcome.warnings.count == 1)
        #expect(outcome.warnings.first?.contains("could not power it on again") == true)
    }

    // MARK: Failure

    @Test(arguments: [
        (Int32(1), "agent-failed", OperationCode.resetFail), (2, "bad-arguments", .badConfig),
        (3, "login-refused", .access), (4, "connection-lost", .unknown), (5, "no-answer", .unknown),
        (6, "still-off", .resetFail), (7, "still-on", .resetFail), (8, "no-state", .resetFail),
        (9, "no-partition", .resetFail), (10, "no-password", .badConfig), (11, "too-little-privilege", .access),
        (12, "no-such-machine", .badHost), (13, "agent-failed", .resetFail), (255, "agent-failed", .resetFail),
    ])
    func eachExitStatusHasItsCause(status: Int32, cause: String, code: OperationCode) throws {
        for action in [AgentAction.reset, .off, .on] {
            let outcome = try Self.outcome(action, status, errors: "what went wrong\n\n")
            #expect(outcome.cause == cause && outcome.code == code && outcome.evidence == .none)
            #expect(outcome.text.contains("exit status \(status)") && outcome.text.hasSuffix(": what went wrong"))
        }
    }

    /// fence-agents 4 exits with 1 whatever happened, and says it in words.
    @Test(arguments: [
        ("Unable to connect/login to fencing device", "login-refused", OperationCode.access),
        ("Connection lost", "connection-lost", .unknown), ("Connection timed out", "no-answer", .unknown),
        ("Failed: Timed out waiting to power OFF", "still-on", .resetFail),
        ("Failed: Timed out waiting to power ON", "still-off", .resetFail),
        ("Failed: Unable to obtain correct plug status or plug is not available", "no-state", .resetFail),
        ("Failed: You have to set login password", "no-password", .badConfig),
        (
            "Failed: The user does not have the correct privileges to do the requested action.", "too-little-privilege",
            .access
        ),
        (
            "Failed: You have to enter plug number or machine identification\n\nPlease use '-h' for usage",
            "bad-arguments", .badConfig
        ),
    ])
    func theSentencesOfTheLibraryAreUnderstood(sentence: String, cause: String, code: OperationCode) throws {
        let outcome = try Self.outcome(.off, 1, errors: "2026-01-01 00:00:00,000 ERROR: \(sentence)\n\n")
        #expect(outcome.cause == cause && outcome.code == code)
        let quoted = sentence.split(separator: "\n").first.map(String.init) ?? ""
        #expect(outcome.text.hasSuffix(quoted), "\(outcome.text)")
    }

    @Test func aLongLineIsNotQuotedInPart() throws {
        let outcome = try Self.outcome(.off, 1, errors: String(repeating: "x", count: 400) + "\n")
        #expect(!outcome.text.contains("xx"))
    }

    @Test func whatEndedOtherwiseIsNeverASuccess() throws {
        let request = try Self.request(.off)
        for ending in [ExternalScript.Ending.signal(9), .deadline, .notBegun("no")] {
            let outcome = request.outcome(ending: ending, output: "Success: Powered OFF", errors: "")
            #expect(outcome.code != .ok && outcome.evidence == .none)
        }
    }

    @Test func aCommandThatMayHaveLeftIsUnknown() throws {
        for action in [AgentAction.reset, .off, .on] {
            let died = try Self.request(action).outcome(ending: .signal(11), output: "", errors: "")
            #expect(died.code == .unknown && died.cause == "crashed")
            #expect(try Self.outcome(action, 5).code == .unknown)
        }
        let frame =
            "  File \"/usr/sbin/fence_x\", line 7, in main\n    raise ReadTimeout\nReadTimeout: read timed out\n"
        for words in ["Traceback (most recent call last):\n" + frame, frame] {
            let died = try Self.outcome(.reset, 1, errors: words)
            #expect(died.code == .unknown && died.cause == "crashed", "Python ends so too")
            #expect(died.text.hasSuffix("ReadTimeout: read timed out"), "\(died.text)")
            #expect(try Self.outcome(.probe, 1, errors: words).code == .oops)
        }
        let asked = try Self.request(.probe).outcome(ending: .signal(11), output: "", errors: "")
        #expect(try asked.code == .oops && Self.outcome(.probe, 5).code == .timeout)
    }

    @Test func theServersWordIsReadTheSameWay() throws {
        let request = try Self.request(.off)
        func result(_ ending: ExecReply.Ending) -> AgentOutcome {
            request.outcome(ExecReply.Result(ending: ending, code: 0, evidence: 3, outputTail: "tail"))
        }
        #expect(result(.exited(status: 0)).evidence == .readBack)
        #expect(result(.exited(status: 3)).cause == "login-refused")
        #expect(result(.cancelled).cause == "cancelled" && result(.cancelled).code == .oops)
        #expect(result(.deadline).code == .timeout)
        #expect(result(.returned).code == .invalid)
        #expect(result(.notBegun(errno: 22)).code == .oops)
    }

    @Test func whatADaemonBeforeThisOneAskedCountsAsLittleAsItCan() throws {
        let type = try #require(DeviceType("fence_x"))
        let outcome = RHCSRequest.found(type, .off).outcome(ending: .exited(0), output: "", errors: "")
        #expect(outcome.code == .ok && outcome.evidence == .accepted)
    }

    // MARK: Looking

    @Test func aProbeTellsLifeFromDeath() throws {
        let on = try Self.outcome(.probe, 0, output: "Status: ON\n")
        #expect(on.code == .ok && on.life == ["its power is on"])
        let off = try Self.outcome(.probe, 2, output: "Status: OFF\n")
        #expect(off.code == .ok && off.life.isEmpty && off.text.contains("off"))
        #expect(try Self.outcome(.probe, 1).code == .oops)
        let fabric = try Self.request(.probe, saysPower: false).outcome(ending: .exited(0), output: "", errors: "")
        #expect(fabric.life.isEmpty)
    }

    @Test func statusIsAboutTheDevice() throws {
        #expect(try Self.outcome(.status, 0).code == .ok)
        #expect(try Self.outcome(.status, 2).code != .ok, "of monitor 2 is no state")
        #expect(try Self.outcome(.status, 2, word: "status").code == .ok)
        #expect(try Self.outcome(.status, 3).cause == "login-refused")
    }

    @Test func aListNamesBothNames() throws {
        let outcome = try Self.outcome(.list, 0, output: "1,pm01\n2,\npm03,PM03,ON\nx y,pm04\n1,again\n", errors: "e")
        #expect(outcome.hosts == ["1", "pm01", "2", "pm03", "PM03", "pm04", "again"])
        #expect(outcome.outputTail == "e")
        #expect(try Self.outcome(.list, 0, output: "N/A\n").cause == "no-hosts")
    }

    @Test func anOutletHasItsState() {
        let outlets = RHCSOutlet.read("a;b;ON\n c ; ;off\r\nd;e;UNKNOWN\n;x\n", separator: ";")
        #expect(
            outlets == [
                RHCSOutlet(name: "a", alias: "b", isOn: true), RHCSOutlet(name: "c", alias: "", isOn: false),
                RHCSOutlet(name: "d", alias: "e", isOn: nil),
            ])
    }
}
