import Foundation
import TestRig
import Testing

/// `kill -9` of the daemon at each of its writes: to the journal, to a fork server, to the client. Whoever waits gets
/// an answer, and the BMC carries out one power cycle; a second one only where the fork server was killed as well.
@Suite(.waiting) struct DaemonKilledTests {
    private let folder: TemporaryFolder
    /// More than there are between a request and its answer.
    private static let writesMax = 30

    init() throws { folder = try TemporaryFolder() }

    private func shim() throws -> String {
        let source = "\(Stage.repository)/Tests/rig/kill-at.c"
        let compiler = try ProcessRun.run(
            "/usr/bin/gcc", ["-shared", "-fPIC", "-O1", "-o", folder.path("kill-at.so"), source])
        try #require(compiler.status == 0, "\(compiler.errors)")
        return folder.path("kill-at.so")
    }

    /// What one kill led to.
    private struct Life {
        var wasKilled: Bool
        var status: Int32?
        var verdict: String
        var commands: [String]

        /// Times that the power went off.
        var cycles: Int { commands.count { $0.hasPrefix("reset") || $0 == "power 0" } }
        /// The daemon died before it had said hello: nothing was asked of it.
        var neverAsked: Bool { wasKilled && status == 102 && commands.isEmpty }
    }

    private func live(_ number: Int, _ bmc: SimulatedBMC, killsServers: Bool) throws -> Life {
        let before = try bmc.log().count
        let daemon = try RunningDaemon(
            Primitive.ipmi("i", bmc, "stonith-timeout=20s") + Primitive.budget(60),
            environment: ["LD_PRELOAD": try shim(), "KILL_AT": "\(number)"])
        daemon.signal(SIGUSR2)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        let isOver = eventually(withinSeconds: 30) { fence.isOver || !daemon.isAlive }
        #expect(isOver)
        // One that was not answered tells of a daemon that is about to be gone.
        let wasKilled = !fence.isOver || fence.wait(seconds: 0) != 0 || !daemon.isAlive
        daemon.signal(SIGKILL)
        _ = daemon.wait()
        if wasKilled {
            if killsServers { try killServers(of: daemon) }
            try daemon.start()
        }
        let status = fence.wait(seconds: 40)
        let commands = try bmc.log().dropFirst(before)
        return Life(
            wasKilled: wasKilled, status: status, verdict: try daemon.folder.read("fence.out"),
            commands: Array(commands))
    }

    private func killServers(of daemon: RunningDaemon) throws {
        _ = try ProcessRun.run("/usr/bin/pkill", ["-9", "-f", "stonith-exec.*\(daemon.socket)"])
        #expect(
            eventually {
                (try? ProcessRun.run("/usr/bin/pgrep", ["-f", "stonith-exec.*\(daemon.socket)"]).status) == 1
            })
    }

    /// Every write in turn, until a request is answered before the kill.
    private func eachWrite(_ bmc: SimulatedBMC, killsServers: Bool, _ judge: (Int, Life) -> Void) throws {
        for number in 1...Self.writesMax {
            let life = try live(number, bmc, killsServers: killsServers)
            if life.neverAsked { continue }
            #expect(life.status == 0, "killed at write \(number): \(life.verdict)")
            judge(number, life)
            guard life.wasKilled else { return #expect(number > 5, "it was never killed at anything") }
        }
        Issue.record("a request takes more than \(Self.writesMax) writes")
    }

    @Test func theDaemonAlone() throws {
        let bmc = try SimulatedBMC("127.0.47.1")
        try eachWrite(bmc, killsServers: false) { number, life in
            #expect(life.cycles == 1, "killed at write \(number): \(life.commands)")
        }
    }

    @Test func theDaemonAndItsForkServers() throws {
        let bmc = try SimulatedBMC("127.0.48.1")
        try eachWrite(bmc, killsServers: true) { number, life in
            #expect(1...2 ~= life.cycles, "killed at write \(number): \(life.commands)")
            guard life.cycles == 2 else { return }
            #expect(life.verdict.contains("possibly a second power cycle"), "\(number): \(life.commands)")
            #expect(!life.commands.dropFirst().contains { $0.hasPrefix("reset") }, "it goes on as off, then on")
        }
    }
}
