import ClusterModel
import Execution
import TestRig
import Testing
import Wire

/// stonith-helper under `stonith-exec`, as the daemon has it: probe and cancel.
@Suite(.waiting, .enabled(if: Namespace.isAllowed)) struct StonithHelperProbeTests {
    private static func server(after script: String = "", in folder: TemporaryFolder) throws -> ForkServer {
        let stage = Stage.shared
        let executor = try ClusterNetwork.wrap(stage.executor, after: script, in: folder)
        let server = try ForkServer(.program(executor, locksMemory: false), plugin: stage.plugin("stonith-helper"))
        let description = try server.describe(timeoutMilliseconds: 20_000)
        #expect(description.kind == .check)
        return server
    }

    private static func order(
        _ action: AgentAction, _ more: [String: String] = [:], target: String = "pm01"
    ) -> ExecRequest.Order {
        let values = [
            "dead_check_target": "10.0.0.2 10.0.0.3 fe80::2%eth0", "standby_check_command": "false", "hostlist": "pm01",
        ].merging(more) { $1 }
        return ExecRequest.Order(
            action: action, target: target, deadlineMilliseconds: BootClock.milliseconds() + 30_000,
            parameters: values.map { Parameter(name: $0.key, value: Secret($0.value)) })
    }

    @Test func aProbeNamesEveryAddressThatAnswers() throws {
        let folder = try TemporaryFolder()
        let server = try Self.server(in: folder)
        let outcome = try server.perform(Self.order(.probe, ["standby_wait_time": "3600"]))
        #expect(outcome.code == .ok)
        #expect(outcome.life == ["10.0.0.2 answers", "fe80::2%eth0 answers"])
    }

    @Test func aProbeOfADeadNodeOrOfNobodyNamesNone() throws {
        let folder = try TemporaryFolder()
        let server = try Self.server(after: "ip -n pm01 link set eth0 down", in: folder)
        #expect(try server.perform(Self.order(.probe)).life == [])
        let nobody = try server.perform(Self.order(.probe, target: ""))
        #expect(nobody.code == .ok)
        #expect(nobody.life == [])
        #expect(try server.perform(Self.order(.probe, target: "pm02")).code == .badHost)
    }

    @Test func cancelEndsTheWaitAtOnce() throws {
        try expectQuickEnd(["standby_wait_time": "3600"], whenItSays: "standing by for 3600 s")
    }

    @Test func cancelEndsTheDeadCheck() throws {
        try expectQuickEnd(
            ["dead_check_target": "10.0.0.3", "dead_check_trialcount": "100"], whenItSays: "trial 1 of 100")
    }

    @Test func cancelEndsTheStandbyCheck() throws {
        try expectQuickEnd(
            ["standby_check_command": "sleep 600", "standby_check_timeout": "600"],
            whenItSays: "running the standby check")
    }

    private func expectQuickEnd(_ parameters: [String: String], whenItSays words: String) throws {
        let folder = try TemporaryFolder()
        let server = try Self.server(in: folder)
        let id = try server.begin(Self.order(.reset, parameters))
        let limit = BootClock.milliseconds() + 25_000
        var told: Int64?
        while let event = try server.nextEvent(until: limit) {
            switch event {
            case .progress(_, let text) where text.contains(words) && told == nil:
                try server.cancel(id)
                told = BootClock.milliseconds()
            case .finished(_, let outcome):
                #expect(outcome.cause == "cancelled")
                #expect(outcome.text == "stopped as asked", "it ended by itself, before it was killed")
                #expect(outcome.evidence == .none)
                #expect(told.map { BootClock.milliseconds() - $0 < 10_000 } == true)
                return
            default: continue
            }
        }
        Issue.record("it did not end")
    }
}
