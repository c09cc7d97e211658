import Agents
import ClusterModel
import Testing

@Suite struct ExternalScriptTests {
    // MARK: Arguments

    @Test(arguments: [
        (AgentAction.reset, ["/p", "reset", "pm01"]), (.off, ["/p", "off", "pm01"]), (.on, ["/p", "on", "pm01"]),
        (.status, ["/p", "status"]), (.probe, ["/p", "status"]), (.list, ["/p", "gethosts"]),
    ])
    func theVerbIsTheContracts(action: AgentAction, arguments: [String]) {
        #expect(ExternalScript.arguments(path: "/p", action: action, target: "pm01") == arguments)
    }

    @Test func aScriptCannotIdentify() {
        #expect(ExternalScript.arguments(path: "/p", action: .identify, target: "") == nil)
    }

    // MARK: Environment

    private static func environment(_ inherited: [String], _ pairs: [(String, String)] = []) throws -> [String] {
        ExternalScript.environment(
            inherited: inherited, parameters: pairs.map { Parameter(name: $0, value: Secret($1)) },
            type: try #require(DeviceType("external/x")))
    }

    @Test func parametersStandOverTheCallersEnvironment() throws {
        let made = try Self.environment(
            ["HOME=/h", "hostname=old", "PATH=/bin"], [("hostname", "pm01"), ("e", "a=b")])
        #expect(Set(made).isSuperset(of: ["HOME=/h", "hostname=pm01", "e=a=b"]))
        #expect(!made.contains("hostname=old"))
    }

    @Test func theLogToolIsFoundFirst() throws {
        #expect(try Self.environment(["PATH=/a:/b"]).contains("PATH=/usr/share/cluster-glue:/a:/b"))
    }

    @Test func withoutAPathThereIsStillOne() throws {
        let paths = try Self.environment([]).filter { $0.hasPrefix("PATH=") }
        #expect(paths == ["PATH=/usr/share/cluster-glue:/usr/sbin:/usr/bin:/sbin:/bin"])
    }

    @Test func aParameterCannotTakeThePathAway() throws {
        let paths = try Self.environment(["PATH=/a", "PATH=/b"], [("PATH", "/evil")]).filter { $0.hasPrefix("PATH=") }
        #expect(paths == ["PATH=/usr/share/cluster-glue:/b"])
    }

    @Test func theLogTagIsTheType() throws {
        let tags = try Self.environment(["HA_LOGTAG=stonithd"]).filter { $0.hasPrefix("HA_LOGTAG=") }
        #expect(tags == ["HA_LOGTAG=external/x"])
    }

    @Test func aNameIsReplacedWhateverFollowsItsSign() throws {
        let made = try Self.environment(["user=\u{301}old"], [("user", "new")])
        #expect(made.filter { $0.utf8.starts(with: "user=".utf8) } == ["user=new"])
    }

    // MARK: Outcome

    private static func outcome(
        _ action: AgentAction, _ ending: ExternalScript.Ending, output: String = "", errors: String = ""
    ) -> AgentOutcome {
        ExternalScript.outcome(of: action, ending: ending, output: output, errors: errors)
    }

    @Test(arguments: [AgentAction.reset, .off, .on])
    func successIsWhatTheDeviceAcceptedAndNoMore(action: AgentAction) {
        #expect(Self.outcome(action, .exited(0)).code == .ok)
        #expect(Self.outcome(action, .exited(0)).evidence == .accepted)
    }

    @Test(arguments: [AgentAction.reset, .off, .on], [1, 2, 6, 8, 127, 255] as [Int32])
    func anyFailureOfAPowerActionIsResetFail(action: AgentAction, status: Int32) {
        let outcome = Self.outcome(action, .exited(status))
        #expect(outcome.code == .resetFail)
        #expect(outcome.cause == "script-failed")
        #expect(outcome.text.contains("\(status)"))
    }

    @Test(arguments: [
        (Int32(0), OperationCode.ok), (1, .badConfig), (2, .access), (6, .timeout), (7, .isOff), (8, .oops), (9, .oops),
        (127, .oops), (-1, .oops), (Int32.min, .oops),
    ])
    func theExitStatusOfStatusIsTheCode(status: Int32, code: OperationCode) {
        #expect(Self.outcome(.status, .exited(status)).code == code)
        #expect(Self.outcome(.status, .exited(status)).evidence == .none)
    }

    @Test(arguments: [
        (ExternalScript.Ending.deadline, OperationCode.timeout, "deadline"),
        (.notBegun("no such file"), .oops, "not-begun"),
    ])
    func whatDidNotEndItselfFailed(ending: ExternalScript.Ending, code: OperationCode, cause: String) {
        for action in AgentAction.allCases {
            let outcome = Self.outcome(action, ending, output: "pm01\n")
            let isDead = ending == .signal(9) && action.changesPower
            #expect(outcome.code == (isDead ? .resetFail : code))
            #expect(outcome.cause == cause)
            #expect(outcome.evidence == .none)
            #expect(outcome.hosts.isEmpty)
        }
    }

    /// As cluster-glue: any failure of a power action is S_RESETFAIL.
    @Test func aScriptThatCrashedFailed() {
        for action in AgentAction.allCases {
            let outcome = Self.outcome(action, .signal(9), output: "pm01\n")
            #expect(outcome.code == (action.changesPower ? .resetFail : .oops))
            #expect(outcome.cause == "crashed")
            #expect(outcome.evidence == .none)
        }
    }

    @Test func hostsAreWordsBetweenAnyWhiteSpace() {
        let outcome = Self.outcome(.list, .exited(0), output: " pm01 pm02\n\n\tpm03\r\n")
        #expect(outcome.code == .ok)
        #expect(outcome.hosts == ["pm01", "pm02", "pm03"])
    }

    @Test(arguments: ["", " \n\t\r\n"])
    func aListOfNoHostsFailed(output: String) {
        #expect(Self.outcome(.list, .exited(0), output: output).code == .oops)
        #expect(Self.outcome(.list, .exited(0), output: output).cause == "no-hosts")
    }

    @Test func whatItPrintedIsKept() {
        #expect(Self.outcome(.off, .exited(1), output: "out\n", errors: "err\n").outputTail == "out\nerr\n")
        #expect(Self.outcome(.list, .exited(0), output: "pm01\n", errors: "err\n").outputTail == "err\n")
    }
}
