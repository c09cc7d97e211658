import Agents
import ClusterModel
import Execution
import Foundation
import TestRig
import Testing
import Wire

/// RHCS agents as the daemon runs them: under `stonith-exec --agent`.
@Suite(.waiting) struct AgentServerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func server(_ body: String, _ action: AgentAction = .off) throws -> (ForkServer, RHCSRequest) {
        let path = try folder.write("fence_own", FakeAgent.text(told: folder.path("told"), body), mode: 0o755)
        let request = RHCSRequest(
            type: try #require(DeviceType("fence_own")), action: action, word: "off", evidence: .readBack)
        let server = try ForkServer(executor: Stage.shared.executor, agent: path, judging: request)
        let description = try server.describe(timeoutMilliseconds: 10_000)
        #expect(description.type == "fence_own" && description.parameters.isEmpty)
        return (server, request)
    }

    private func order(
        _ pairs: KeyValuePairs<String, String> = ["action": "off"], milliseconds: Int64 = 20_000
    ) -> ExecRequest.Order {
        ExecRequest.Order(
            action: .off, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + milliseconds,
            parameters: pairs.map { Parameter(name: $0.key, value: Secret($0.value)) })
    }

    @Test func theOrdersParametersAreItsLines() throws {
        let (server, _) = try server("exit 0")
        let outcome = try server.perform(order(["action": "off", "password": "a b=c ü", "empty": ""]))
        #expect(outcome.code == .ok && outcome.evidence == .readBack)
        #expect(try folder.read("told") == "action=off\npassword=a b=c ü\nempty=\n-\n")
    }

    @Test func argumentsAndEnvironmentAreFreeOfThem() throws {
        setenv("STONITH_TEST_PASS", "geheim-9", 1)
        defer { unsetenv("STONITH_TEST_PASS") }
        let (server, _) = try server("env; tr '\\0' ' ' </proc/$$/cmdline; echo; ls /proc/self/fd | wc -l")
        let outcome = try server.perform(order(["action": "off", "password": "geheim-9"]))
        #expect(!outcome.outputTail.contains("geheim") && outcome.outputTail.contains("PATH="))
        #expect(!outcome.outputTail.contains("HA_LOGTAG"))
        #expect(outcome.outputTail.contains("/bin/sh \(folder.path("fence_own")) \n4\n"), "\(outcome.outputTail)")
    }

    @Test(arguments: ["a\nb=c", "a\rb=c"]) func noLineIsSmuggledIn(value: String) throws {
        let (server, _) = try server("exit 0")
        let outcome = try server.perform(order(["action": "off", "x": value]))
        #expect(outcome.code == .oops && outcome.cause == "not-begun")
        let named = try server.perform(order(["action": "off", value: "x"]))
        #expect(named.cause == "not-begun")
        #expect(!FileManager.default.fileExists(atPath: folder.path("told")))
    }

    @Test func asMuchAsAnOrderHoldsGoesIn() throws {
        let (server, _) = try server("exit 0")
        let long = String(repeating: "x", count: 60_000)
        #expect(try server.perform(order(["action": "off", "long": long])).code == .ok)
        #expect(try folder.read("told").contains(long))
    }

    @Test func whatTheAgentStartsCannotReadThemAgain() throws {
        let (server, _) = try server("cat; echo nothing more")
        #expect(try server.perform(order(["action": "off", "password": "geheim"])).outputTail == "nothing more\n")
    }

    @Test func aCancelAsksItToStopFirst() throws {
        let (server, _) = try server(
            "trap 'echo told to stop; exit 0' TERM; echo >\(folder.path("runs")); while :; do :; done")
        let id = try server.begin(order())
        #expect(eventually { FileManager.default.fileExists(atPath: folder.path("runs")) })
        try server.cancel(id)
        while let event = try server.nextEvent(until: BootClock.milliseconds() + 10_000) {
            guard case .finished(id, let outcome) = event else { continue }
            #expect(outcome.code == .oops && outcome.cause == "cancelled" && outcome.outputTail == "told to stop\n")
            return
        }
        Issue.record("it did not end")
    }

    @Test func atItsDeadlineItIsKilled() throws {
        let (server, _) = try server("trap '' TERM; while :; do sleep 300; done")
        let outcome = try server.perform(order(milliseconds: 300))
        #expect(outcome.code == .timeout && outcome.cause == "deadline" && outcome.evidence == .none)
    }
}
