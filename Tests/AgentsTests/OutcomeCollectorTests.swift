import Agents
import ClusterModel
import Testing
import Wire

@Suite struct OutcomeCollectorTests {
    private static func finish(
        _ action: AgentAction = .off, _ ending: ExecReply.Ending = .returned, code: UInt32 = 0, evidence: UInt32 = 0,
        tail: String = "", heard: [(ExecReply.Saying, String)] = []
    ) -> AgentOutcome {
        var collector = OutcomeCollector(action: action)
        for (saying, text) in heard { collector.hear(saying, text) }
        return collector.finish(.init(ending: ending, code: code, evidence: evidence, outputTail: tail))
    }

    @Test(arguments: [AgentAction.reset, .off, .on])
    func powerWithoutEvidenceIsNoSuccess(action: AgentAction) {
        let outcome = Self.finish(action)
        #expect(outcome.code == .oops)
        #expect(outcome.cause == "no-evidence")
    }

    @Test(arguments: Evidence.allCases)
    func aPersonsWordNeedsNoEvidenceAndIsNone(claimed: Evidence) {
        let result = ExecReply.Result(ending: .returned, code: 0, evidence: claimed.rawValue, outputTail: "")
        let outcome = OutcomeCollector(action: .reset, kind: .person).finish(result)
        #expect(outcome.code == .ok && outcome.evidence == .none)
        let check = OutcomeCollector(action: .reset, kind: .check).finish(result)
        #expect(check.code == (claimed == .none ? .oops : .ok) && check.evidence == claimed)
    }

    @Test func aPersonsDeviceThatBreaksHasSaidNothing() {
        let result = ExecReply.Result(ending: .exited(status: 0), code: 0, evidence: 0, outputTail: "")
        #expect(OutcomeCollector(action: .reset, kind: .person).finish(result).code == .oops)
    }

    @Test(arguments: [AgentAction.reset, .off, .on], [Evidence.silent, .accepted, .readBack])
    func powerWithEvidenceIsSuccess(action: AgentAction, evidence: Evidence) {
        let outcome = Self.finish(action, evidence: evidence.rawValue)
        #expect(outcome.code == .ok)
        #expect(outcome.evidence == evidence)
        #expect(outcome.cause == nil)
    }

    @Test(arguments: [AgentAction.status, .list, .probe, .identify])
    func whatChangesNoPowerNeedsNoEvidence(action: AgentAction) {
        #expect(Self.finish(action).code == .ok)
    }

    /// Only a process that returned a result itself can have succeeded, whatever else stands in the frame.
    @Test(arguments: [
        (ExecReply.Ending.exited(status: 0), OperationCode.oops, "exited"), (.exited(status: 3), .oops, "exited"),
        (.signal(11), .oops, "crashed"), (.deadline, .timeout, "deadline"), (.cancelled, .oops, "cancelled"),
        (.notBegun(errno: 12), .oops, "not-begun"),
    ])
    func everyOtherEndingIsAFailure(ending: ExecReply.Ending, code: OperationCode, cause: String) {
        for action in AgentAction.allCases {
            let outcome = Self.finish(action, ending, code: 0, evidence: 3)
            #expect(outcome.code == code)
            #expect(outcome.cause == cause)
            #expect(outcome.evidence == .none)
            #expect(!outcome.text.isEmpty)
        }
    }

    @Test(arguments: [10, 255, 4711, .max] as [UInt32])
    func anUnknownCodeIsTheAgentsFault(code: UInt32) {
        let outcome = Self.finish(code: code, evidence: 3)
        #expect(outcome.code == .oops)
        #expect(outcome.cause == "bad-reply")
        #expect(outcome.text.contains("\(Int32(bitPattern: code))"))
    }

    @Test(arguments: [4, .max] as [UInt32], [AgentAction.off, .status])
    func unknownEvidenceIsTheAgentsFault(evidence: UInt32, action: AgentAction) {
        let outcome = Self.finish(action, evidence: evidence)
        #expect(outcome.code == .oops)
        #expect(outcome.cause == "bad-reply")
    }

    @Test func everyFailureCodeIsHandedOnWithoutEvidence() {
        for code in OperationCode.allCases where code != .ok {
            let outcome = Self.finish(code: code.rawValue, evidence: 3, heard: [(.cause, "why"), (.text, "because")])
            #expect(outcome.code == code)
            #expect(outcome.evidence == .none)
            #expect(outcome.cause == "why")
            #expect(outcome.text == "because")
        }
    }

    @Test func whatWasSaidIsKept() {
        let outcome = Self.finish(
            .list, tail: "last words",
            heard: [
                (.host, "pm01"), (.host, "pm02"), (.identity, "guid"), (.hint, "cipher_suite=17"), (.warning, "w"),
                (.progress, "p"), (.life, "its power is on"), (.text, "first"), (.text, "second"),
            ])
        #expect(outcome.hosts == ["pm01", "pm02"])
        #expect(outcome.identity == "guid")
        #expect(outcome.hints == [.init(name: "cipher_suite", value: "17")])
        #expect(outcome.warnings == ["w"])
        #expect(outcome.life == ["its power is on"])
        #expect(outcome.text == "second")
        #expect(outcome.outputTail == "last words")
    }

    @Test(arguments: [("a=b=c", "a", "b=c"), ("a=", "a", "")])
    func aHintIsANameAndAValue(text: String, name: String, value: String) {
        #expect(Self.finish(.status, heard: [(.hint, text)]).hints == [.init(name: name, value: value)])
    }

    @Test(arguments: ["", "=", "=value", "no sign"])
    func whatIsNoHintIsDropped(text: String) {
        #expect(Self.finish(.status, heard: [(.hint, text)]).hints.isEmpty)
    }

    @Test func whatACrashedAgentSaidStaysInTheMessage() {
        let outcome = Self.finish(.off, .signal(6), heard: [(.text, "powering off")])
        #expect(outcome.text.contains("signal 6"))
        #expect(outcome.text.contains("powering off"))
    }

    @Test(arguments: [
        (ExecReply.Ending.exited(status: 0), OperationCode.ok, nil), (.exited(status: 3), .resetFail, "script-failed"),
        (.signal(11), .resetFail, "crashed"), (.deadline, .timeout, "deadline"), (.cancelled, .oops, "cancelled"),
        (.notBegun(errno: 2), .oops, "not-begun"), (.returned, .invalid, "not-supported"),
    ])
    func aScriptsEndIsItsResult(ending: ExecReply.Ending, code: OperationCode, cause: String?) {
        let collector = OutcomeCollector(action: .reset, program: .script)
        let outcome = collector.finish(.init(ending: ending, code: 0, evidence: 3, outputTail: "tail"))
        #expect(outcome.code == code)
        #expect(outcome.cause == cause)
        #expect(outcome.evidence == (code == .ok ? .accepted : .none))
        #expect(outcome.outputTail == (ending == .returned ? "" : "tail"))
    }

    @Test(arguments: [
        ("reading\nthe PDU says no\n", ": the PDU says no"), ("the PDU says no\n \n", ": the PDU says no"),
        ("", "status 1"), (String(repeating: "x", count: 301), "status 1"),
    ])
    func aScriptThatFailedIsQuoted(output: String, end: String) {
        let collector = OutcomeCollector(action: .reset, program: .script)
        let outcome = collector.finish(.init(ending: .exited(status: 1), code: 0, evidence: 0, outputTail: output))
        #expect(outcome.text.hasSuffix(end), "\(outcome.text)")
    }

    @Test func aScriptsListIsItsOutput() {
        let collector = OutcomeCollector(action: .list, program: .script)
        let outcome = collector.finish(
            .init(ending: .exited(status: 0), code: 8, evidence: 0, outputTail: "pm01 pm02\n"))
        #expect(outcome.hosts == ["pm01", "pm02"])
    }

    @Test func endlessListsAreCut() {
        let outcome = Self.finish(.list, heard: Array(repeating: (.host, "n"), count: 5000))
        #expect(outcome.hosts.count == 4096)
    }
}
