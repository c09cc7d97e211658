import ClusterModel
import Execution
import Foundation
import TestRig
import Testing
import Wire

/// External scripts as the daemon runs them: under `stonith-exec --script`, which keeps every promise it makes for
/// plugins.
@Suite(.waiting) struct ScriptServerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func server(_ script: String) throws -> ForkServer {
        let path = try folder.write("own", "#!/bin/sh\n" + script, mode: 0o755)
        let server = try ForkServer(executor: Stage.shared.executor, script: path)
        let description = try server.describe(timeoutMilliseconds: 10_000)
        #expect(description.type == "" && description.parameters.isEmpty)
        #expect(description.kind == .power(evidenceMax: .accepted))
        return server
    }

    private func order(_ action: AgentAction = .reset, milliseconds: Int64 = 20_000, _ more: [String: String] = [:])
        -> ExecRequest.Order
    {
        let values = more.merging(["folder": folder.root]) { $1 }
        return ExecRequest.Order(
            action: action, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + milliseconds,
            parameters: values.map { Parameter(name: $0.key, value: Secret($0.value)) })
    }

    private func finish(_ id: UInt64, _ server: ForkServer) throws -> AgentOutcome {
        while let event = try server.nextEvent(until: BootClock.milliseconds() + 20_000) {
            if case .finished(id, let outcome) = event { return outcome }
        }
        throw ProcessRun.Failure.tookTooLong("an action", seconds: 20)
    }

    /// The number that a script wrote into a file, once it is there as a whole line.
    private func pid(in name: String) throws -> pid_t {
        #expect(eventually { (try? folder.read(name).hasSuffix("\n")) == true })
        return try #require(pid_t(try folder.read(name).dropLast()))
    }

    @Test func theExitStatusIsTheResult() throws {
        let server = try server(#"echo "asked to $1 $2"; [ "$1" = off ] || exit 3"#)
        let off = try server.perform(order(.off))
        #expect(off.code == .ok && off.evidence == .accepted)
        #expect(off.outputTail == "asked to off pm01\n")
        let reset = try server.perform(order())
        #expect(reset.code == .resetFail && reset.evidence == .none)
        #expect(reset.text.contains("exit status 3"))
        #expect(try server.perform(order(.status)).code == .invalid)
    }

    @Test func probeIsStatusAndHasNoTarget() throws {
        let server = try server(#"echo "$# $*""#)
        #expect(try server.perform(order(.probe)).outputTail == "1 status\n")
    }

    @Test func whatTheContractCannotAskIsNotBegun() throws {
        let server = try server("echo >>$folder/ran")
        #expect(try server.perform(order(.identify)).code == .invalid)
        #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
    }

    @Test func theEnvironmentIsOursAndTheParameters() throws {
        let server = try server(#"env; ls /proc/self/fd | wc -l; grep SigIgn /proc/self/status"#)
        let more = ["passwd": "a b=c", "HOME": "/nowhere", "PATH": "/evil", "HA_LOGTAG": "forged"]
        let lines = try server.perform(order(.status, more)).outputTail.split(separator: "\n").map(String.init)
        for line in ["passwd=a b=c", "HOME=/nowhere", "HA_LOGTAG=external/own", "folder=\(folder.root)", "4"] {
            #expect(lines.contains(line), "no \(line)")
        }
        #expect(lines.filter { $0.hasPrefix("PATH=/usr/share/cluster-glue:") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("HOME=") || $0.hasPrefix("PATH=") }.count == 2)
        #expect(!lines.contains { $0.contains("/evil") || $0.contains("forged") })
        #expect(lines.last?.hasSuffix("0000000") == true, "signals are ignored")
    }

    @Test func theListIsWholeAndFreeOfComplaints() throws {
        let server = try server(#"echo warning >&2; i=0; while [ $i -lt 2000 ]; do echo node$i; i=$((i + 1)); done"#)
        let outcome = try server.perform(order(.list))
        #expect(outcome.hosts == (0..<2000).map { "node\($0)" })
    }

    /// Half a name would be another node's.
    @Test func aListThatIsTooLongIsCutBetweenNames() throws {
        let server = try server(#"i=10000; while [ $i -lt 20000 ]; do echo pm$i; i=$((i + 1)); done"#)
        let hosts = try server.perform(order(.list)).hosts
        #expect(hosts.count < 10_000 && hosts.count > 5000)
        #expect(hosts.allSatisfy { $0.utf8.count == 7 })
    }

    @Test func aMegabyteOfOutputIsReadAndItsEndKept() throws {
        let server = try server("head -c 1000000 /dev/zero | tr '\\0' x; echo the end")
        let outcome = try server.perform(order())
        #expect(outcome.code == .ok)
        #expect(outcome.outputTail.utf8.count == 4096)
        #expect(outcome.outputTail.hasSuffix("xthe end\n"))
    }

    @Test func whatAScriptLeavesBehindIsKilledWhateverSessionItWentTo() throws {
        let server = try server(
            """
            sleep 600 & echo $! >$folder/near
            setsid sh -c 'echo $$ >$folder/far; exec sleep 600' &
            until [ -s $folder/far ]; do :; done
            """)
        #expect(try server.perform(order()).code == .ok)
        for name in ["near", "far"] {
            let left = try pid(in: name)
            #expect(eventually { isDead(left) }, "\(name) lives on")
        }
    }

    @Test func theDeadlineKillsTheScriptAndItsChildren() throws {
        let server = try server("trap '' TERM; sleep 600 & echo $! >$folder/child; wait")
        let begin = BootClock.milliseconds()
        let outcome = try server.perform(order(milliseconds: 500))
        #expect(outcome.code == .timeout && outcome.cause == "deadline")
        #expect(BootClock.milliseconds() - begin < 10_000)
        let child = try pid(in: "child")
        #expect(eventually { isDead(child) })
    }

    @Test func anOrderPastItsDeadlineIsNotBegun() throws {
        let server = try server("echo >>$folder/ran")
        #expect(try server.perform(order(milliseconds: -1)).cause == "deadline")
        #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
    }

    /// A success that was called off must not count, whatever the script makes of the signal.
    @Test func aCancelIsSIGTERMAndWhatComesThenIsNoSuccess() throws {
        let server = try server("trap 'echo stopping; exit 0' TERM; echo $$ >$folder/pid; while :; do :; done")
        let id = try server.begin(order())
        _ = try pid(in: "pid")
        let begin = BootClock.milliseconds()
        try server.cancel(id)
        let outcome = try finish(id, server)
        #expect(outcome.code == .oops && outcome.cause == "cancelled")
        #expect(outcome.outputTail == "stopping\n")
        #expect(BootClock.milliseconds() - begin < 900)
    }

    @Test func aScriptThatIgnoresSIGTERMIsKilledASecondLater() throws {
        let server = try server("trap '' TERM; echo $$ >$folder/pid; while :; do :; done")
        let id = try server.begin(order())
        let script = try pid(in: "pid")
        let begin = BootClock.milliseconds()
        try server.cancel(id)
        #expect(try finish(id, server).cause == "cancelled")
        #expect(BootClock.milliseconds() - begin >= 1000)
        #expect(isDead(script))
    }

    @Test func begunTellsTheScriptsProcess() throws {
        let server = try server("echo $$")
        let id = try server.begin(order())
        guard case .begun(id, let pid) = try server.nextEvent(until: BootClock.milliseconds() + 10_000) else {
            Issue.record("no BEGUN")
            return
        }
        #expect(try finish(id, server).outputTail == "\(pid)\n")
    }

    @Test func aScriptDiesWithItsServer() throws {
        let server = try server("echo $$ >$folder/pid; while :; do :; done")
        _ = try server.begin(order())
        let script = try pid(in: "pid")
        #expect(!isDead(script))
        server.kill()
        #expect(eventually { isDead(script) })
    }

    @Test func aScriptThatCannotBeRunIsNotBegun() throws {
        let server = try server("exit 0")
        #expect(chmod(folder.path("own"), 0o644) == 0)
        let outcome = try server.perform(order())
        #expect(outcome.code == .oops && outcome.cause == "not-begun")
        #expect(throws: ForkServer.Failure.self) {
            try ForkServer(executor: Stage.shared.executor, script: folder.path("none")).describe(
                timeoutMilliseconds: 10_000)
        }
    }

    @Test func manyScriptsAtOnceAllEnd() throws {
        let server = try server(#"[ "$1" = reset ]"#)
        var open = Set(try (0..<100).map { _ in try server.begin(order()) })
        while !open.isEmpty, let event = try server.nextEvent(until: BootClock.milliseconds() + 20_000) {
            guard case .finished(let id, let outcome) = event else { continue }
            #expect(outcome.code == .ok)
            open.remove(id)
        }
        #expect(open.isEmpty)
    }
}
