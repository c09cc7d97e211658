import TestRig
import Testing

/// A target that could not be fenced: what would unblock it is said, and found out without touching it.
@Suite(.waiting) struct BlockedTests {
    @Test func aDeviceThatWorksAgainIsFoundAndTheTargetUnblocked() throws {
        let bmc = try SimulatedBMC("127.0.45.60")
        try bmc.stop()
        let daemon = try RunningDaemon(Primitive.ipmi("i", bmc, "stonith-timeout=5s") + Primitive.budget(60))
        #expect(try daemon.fence("pm01").1.outcome == "failed")
        #expect(daemon.logs("pm01 is BLOCKED, 1: i (external/ipmi at 127.0.45.60 port 6230): nothing listens there"))
        let page = try daemon.stonith(["status"]).output
        #expect(page.contains("  1. i (external/ipmi at 127.0.45.60 port 6230): nothing listens there"), "\(page)")
        #expect(page.contains("  3. or power pm01 off by hand"), "\(page)")

        try bmc.startAgain()
        #expect(daemon.logs("device i works again: ask again to fence pm01", withinSeconds: 40))
        let status = try daemon.stonith(["status", "--json"]).output
        #expect(status.contains(#""works_again":["i"]"#), "\(status)")
        #expect(try bmc.log().isEmpty, "a probe changes nothing")
        #expect(try daemon.fence("pm01").1.outcome == "fenced")
        #expect(try !daemon.stonith(["status"]).output.contains("BLOCKED"))
    }

    @Test func aRestartedDaemonKnowsWhatIsBlockedAndAPersonsWordLiftsIt() throws {
        let stage = try GateScript.stage()
        let folder = try TemporaryFolder()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "result=1") + Primitive.budget(60), stage: stage)
        #expect(try daemon.fence("pm01").1.outcome == "failed")
        #expect(daemon.stop() == 0)
        try daemon.start()
        #expect(daemon.logs("pm01 is BLOCKED, 1: g (external/gate): the script failed", times: 2))
        #expect(try daemon.stonith(["status"]).output.contains("3. or power pm01 off by hand"))
        #expect(try daemon.stonith(["confirm", "pm01", "--no-request", "--force"]).status == 0)
        #expect(try !daemon.stonith(["status"]).output.contains("BLOCKED"))
    }
}
