import ClusterModel
import Execution
import Foundation
import TestRig
import Testing
import Wire

/// A plugin that misbehaves harms nobody but its own action. The plugin `fail` does so on request.
/// One after the other: some set the environment of this process.
@Suite(.serialized, .waiting) struct ContainmentTests {
    private let stage: Stage

    init() throws {
        stage = try Stage.copy()
        try stage.add(plugin: "fail")
    }

    private func server() throws -> ForkServer {
        let server = try ForkServer(.program(stage.executor, locksMemory: false), plugin: stage.plugin("fail"))
        _ = try server.describe(timeoutMilliseconds: 10_000)
        return server
    }

    private func order(_ how: String, milliseconds: Int64 = 10_000) -> ExecRequest.Order {
        ExecRequest.Order(
            action: .reset, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + milliseconds,
            parameters: [Parameter(name: "how", value: Secret(how))])
    }

    /// After each misdeed the same server must still do its work.
    private func outcome(_ how: String, milliseconds: Int64 = 10_000) throws -> AgentOutcome {
        let server = try server()
        let outcome = try server.perform(order(how, milliseconds: milliseconds))
        #expect(try server.perform(order("well")).code == .ok)
        return outcome
    }

    @Test func crashIsAFailureOfThatAction() throws {
        let outcome = try outcome("crash")
        #expect(outcome.code == .oops)
        #expect(outcome.cause == "crashed")
        #expect(outcome.text.contains("signal 11"))
    }

    @Test(arguments: ["hang", "deaf"]) func hangEndsAtTheDeadline(how: String) throws {
        let begin = BootClock.milliseconds()
        let outcome = try outcome(how, milliseconds: 200)
        #expect(outcome.code == .timeout)
        #expect(outcome.cause == "deadline")
        #expect(BootClock.milliseconds() - begin < 10_000)
    }

    @Test func floodOfOutputIsCutAndTheLastOfItKept() throws {
        let outcome = try outcome("flood", milliseconds: 500)
        #expect(outcome.code == .timeout)
        #expect(outcome.outputTail.utf8.count <= 4096)
        #expect(outcome.outputTail.contains("flood"))
    }

    @Test func floodOfWarningsIsCut() throws {
        let outcome = try outcome("shout", milliseconds: 500)
        #expect(outcome.code == .timeout)
        #expect(outcome.warnings.reduce(0) { $0 + $1.utf8.count } <= 64 * 1024)
    }

    @Test func exitWithoutAResultIsAFailure() throws {
        let outcome = try outcome("exit")
        #expect(outcome.code == .oops)
        #expect(outcome.cause == "exited")
    }

    @Test func nonsenseOnTheResultPipeIsAFailure() throws {
        let outcome = try outcome("nonsense")
        #expect(outcome.code == .oops)
        #expect(outcome.cause == "exited")
    }

    /// The forged frames are dropped, and what the action then says itself counts.
    @Test func forgedFramesReachNobody() throws {
        let outcome = try outcome("forge")
        #expect(outcome.code == .ok)
        #expect(outcome.evidence == .accepted)
        #expect(outcome.text.isEmpty)
    }

    @Test(arguments: [("lie", "bad-reply"), ("bare", "no-evidence")])
    func resultThatCannotBeTrueIsAFailure(how: String, cause: String) throws {
        let outcome = try outcome(how)
        #expect(outcome.code == .oops)
        #expect(outcome.cause == cause)
    }

    @Test func processesLeftBehindAreKilledWhateverSessionTheyWentTo() throws {
        let folder = try TemporaryFolder()
        setenv("STONITH_FAIL_PIDS", folder.path("pids"), 1)
        defer { unsetenv("STONITH_FAIL_PIDS") }
        #expect(try outcome("orphans").code == .ok)
        let pids = try folder.read("pids").split(separator: "\n").compactMap { pid_t($0) }
        #expect(pids.count == 2)
        for pid in pids { #expect(isDead(pid), "process \(pid) lives on") }
    }

    @Test func anOrderThatIsTooLongIsRefusedAndHarmsNobody() throws {
        let server = try server()
        #expect(throws: ForkServer.Failure.self) {
            try server.perform(order(String(repeating: "x", count: 70_000)))
        }
        #expect(try server.perform(order("well")).code == .ok)
    }

    @Test func hangingActionsDoNotHoldUpOthers() throws {
        let server = try server()
        let begin = BootClock.milliseconds()
        for _ in 0..<50 { _ = try server.begin(order("hang", milliseconds: 5000)) }
        let quick = try server.begin(order("well"))
        while let event = try server.nextEvent(until: begin + 4000) {
            guard case .finished(quick, let outcome) = event else { continue }
            #expect(outcome.code == .ok)
            break
        }
        #expect(BootClock.milliseconds() - begin < 4000)
    }

    @Test func anOrderPastItsDeadlineIsNotBegun() throws {
        let server = try server()
        let outcome = try server.perform(order("well", milliseconds: -1))
        #expect(outcome.code == .timeout)
        #expect(outcome.cause == "deadline")
    }

    @Test func cancelIsHeard() throws {
        let server = try server()
        let id = try server.begin(order("cancel"))
        _ = try server.nextEvent(until: BootClock.milliseconds() + 10_000)
        guard case .progress(id, "waiting") = try server.nextEvent(until: BootClock.milliseconds() + 10_000) else {
            Issue.record("it did not begin")
            return
        }
        try server.cancel(id)
        #expect(try finish(id, server)?.cause == "cancelled")
    }

    @Test func cancelThatIsNotHeardKills() throws {
        let server = try server()
        let id = try server.begin(order("hang", milliseconds: 60_000))
        try server.cancel(id)
        #expect(try finish(id, server)?.cause == "cancelled")
    }

    private func finish(_ id: UInt64, _ server: ForkServer) throws -> AgentOutcome? {
        while let event = try server.nextEvent(until: BootClock.milliseconds() + 5000) {
            if case .finished(id, let outcome) = event { return outcome }
        }
        return nil
    }

    @Test(arguments: [
        ("small", "size"), ("huge", "size"), ("abi", "ABI"), ("parameters", "parameter_size"), ("null", "NULL"),
        ("crash", "crashed"), ("kind", "kind"), ("evidence", "evidence_max"),
    ])
    func tableThatLiesIsRefusedWithTheReason(lie: String, word: String) throws {
        let run = try stage.stonith(["-t", "fail", "-n"], environment: ["STONITH_FAIL_TABLE": lie])
        #expect(run.status == 8)
        #expect(run.errors.contains(word))
    }

    @Test func aPluginOfBeforeTheTableGrewIsAPowerDevice() throws {
        setenv("STONITH_FAIL_TABLE", "old", 1)
        defer { unsetenv("STONITH_FAIL_TABLE") }
        let server = try ForkServer(.program(stage.executor, locksMemory: false), plugin: stage.plugin("fail"))
        #expect(try server.describe(timeoutMilliseconds: 10_000).kind == .power(evidenceMax: .readBack))
        #expect(try server.perform(order("well")).code == .ok)
    }

    @Test func begunTellsTheProcessOfTheAction() throws {
        let server = try server()
        let id = try server.begin(order("pid"))
        guard case .begun(id, let pid) = try server.nextEvent(until: BootClock.milliseconds() + 10_000) else {
            Issue.record("no BEGUN")
            return
        }
        #expect(try finish(id, server)?.text == "\(pid)")
    }

    @Test func anActionThatIsNotBegunHasNoProcess() throws {
        let server = try server()
        let id = try server.begin(order("well", milliseconds: -1))
        guard case .finished(id, _) = try server.nextEvent(until: BootClock.milliseconds() + 10_000) else {
            Issue.record("it was begun")
            return
        }
    }

    /// Its copy of the command must not go on holding the caller's output.
    @Test func aPluginThatHangsWhileItIsLoadedIsKilled() throws {
        setenv("STONITH_FAIL_TABLE", "hang", 1)
        defer { unsetenv("STONITH_FAIL_TABLE") }
        let server = try ForkServer(.program(stage.executor, locksMemory: false), plugin: stage.plugin("fail"))
        #expect(throws: ForkServer.Failure.self) { try server.describe(timeoutMilliseconds: 200) }
        #expect(throws: ForkServer.Failure.self) { try server.perform(order("well")) }
    }

    @Test func theCommandReportsACrashInOneLine() throws {
        let (run, report) = try stage.report(["how=crash", "-T", "reset", "pm01"], type: "fail")
        #expect(run.status == 8)
        #expect(report.cause == "crashed")
        #expect(run.errors.split(separator: "\n").count <= 3)
    }

    @Test func aPluginThatOthersMayWriteIsRefused() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: stage.plugin("null"))
        let run = try stage.stonith(["-t", "null", "hostlist=a", "-S"])
        #expect(run.status == 8)
        #expect(run.errors.contains("may be written by group or others"))
        #expect(run.errors.contains("chmod go-w"))
    }
}
