import Foundation
import TestRig
import Testing

/// `stonithd` with stonith-helper, ipmi and meatware, as operators of this stack know them.
@Suite(.waiting) struct DaemonEscalationTests {
    /// Without what differs from run to run: the time, and the number of a process.
    private static func plain(_ line: String) -> String {
        let rest = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true).last ?? ""
        return String(rest).replacing(#/pid[= ]\d+/#, with: "pid=N").replacing(#/\[\d+\]/#, with: "[N]")
            .replacing(#/after \d+ ms/#, with: "after N ms").replacing(#/request [0-9a-f]+/#, with: "request ID")
    }

    private static func group(_ bmc: SimulatedBMC) -> String {
        "primitive stonith1-1 stonith:external/stonith-helper params priority=1 hostlist=pm01 stonith-timeout=10s "
            + "dead_check_target=\"10.0.0.2\" dead_check_trialcount=1 run_standby_wait=no\n"
            + Primitive.ipmi("stonith1-2", bmc, "priority=2 stonith-timeout=10s")
            + Primitive.meatware("stonith1-3", "priority=3 stonith-timeout=100s")
            + "group grpStonith1 stonith1-1 stonith1-2 stonith1-3\n"
            + "location l1 grpStonith1 rule -INFINITY: #uname eq pm01\n" + Primitive.budget(120)
    }

    @Test func aTargetThatAnswersIsResetByTheSecondLevel() throws {
        let bmc = try SimulatedBMC(startedByScriptAt: "127.0.44.1")
        let folder = try TemporaryFolder()
        let wrapper = try ClusterNetwork.wrap(Stage.shared.stonithd, after: bmc.startCommand, in: folder)
        let daemon = try RunningDaemon(Self.group(bmc), wrapper: wrapper)
        let run = try daemon.stonith(["fence", "pm01", "--reason", "no heartbeat"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try bmc.log() == ["reset 1"])
        #expect(daemon.logs("Succeeded to STONITH the node"))
        #expect(
            daemon.readable.map(Self.plain) == [
                "pm02 info: Try to STONITH (RESET) the Node pm01 to stonith1-1 (external/stonith-helper) (pid=N)",
                "pm02 ERROR: Failed to STONITH the Node pm01 with one local device (exitcode=5). "
                    + "Will try to use the next local device.",
                "pm02 info: Try to STONITH (RESET) the Node pm01 to stonith1-2 (external/ipmi) (pid=N)",
                "pm02 info: Succeeded to STONITH (RESET) the Node pm01 by Node pm02.",
            ])
        let raw = daemon.log.map(Self.plain).drop { !$0.contains("wants to fence") }
        let operate = "pm02 stonithd: [N]: info: stonith_operate_locally::2713: sending fencing op RESET for pm01 to"
        #expect(
            Array(raw) == [
                "pm02 stonithd: [N]: info: Client stonith fence (pid=N, root) wants to fence (reset) pm01 using any "
                    + "device (request ID, at least silent), because: no heartbeat",
                "pm02 stonithd: [N]: info: level 1 of 3 for pm01: stonith1-1",
                "\(operate) stonith1-1 (external/stonith-helper) (pid=N)",
                "pm02 stonithd: [N]: WARN: stonith1-1 (external/stonith-helper): reset of pm01 failed after N ms, "
                    + "alive: pm01 lives: 10.0.0.2 answers; run_standby_wait=no, so the next "
                    + "device acts at once",
                "pm02 stonithd: [N]: ERROR: failed to STONITH node pm01 with local device stonith1-1 (exitcode 5), "
                    + "gonna try the next local device",
                "pm02 stonithd: [N]: info: level 2 of 3 for pm01: stonith1-2",
                "\(operate) stonith1-2 (external/ipmi) (pid=N)",
                "pm02 stonithd: [N]: info: stonith1-2 (external/ipmi): reset of pm01 OK after N ms, evidence accepted",
                "pm02 stonithd: [N]: info: Succeeded to STONITH the node pm01: optype=RESET. whodoit: pm02",
            ])
        for line in daemon.readable {
            #expect(line.wholeMatch(of: #/[A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d:\d\d pm02 .*/#) != nil)
        }
    }

    // MARK: A person

    private static func meatclient(_ daemon: RunningDaemon, _ arguments: [String] = [], input: String) throws
        -> ProcessRun
    {
        try ProcessRun.run(
            Stage.shared.meatclient, ["-c", "pm01", "--socket", daemon.socket] + arguments, input: input)
    }

    private static func askPerson(_ daemon: RunningDaemon) throws -> RunningProcess {
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED to reset pm01."))
        return fence
    }

    private static func verdict(_ daemon: RunningDaemon, _ fence: RunningProcess) throws -> (Int32?, Verdict) {
        let status = fence.wait(seconds: 10)
        return (status, try Verdict(daemon.folder.read("fence.out")))
    }

    @Test func whereNothingShowsLifeYesIsEnough() throws {
        let daemon = try RunningDaemon(Primitive.meatware("m", "stonith-timeout=100s") + Primitive.budget(120))
        let fence = try Self.askPerson(daemon)
        #expect(try Self.meatclient(daemon, input: "n\n").status == 3)
        #expect(!fence.isOver)
        let run = try Self.meatclient(daemon, input: "y\n")
        #expect(run.status == 0 && run.output.hasSuffix("Meatware_client: reset confirmed.\n"), "\(run)")
        let (status, verdict) = try Self.verdict(daemon, fence)
        #expect(status == 0 && verdict.outcome == "fenced")
        #expect(verdict.user == "root" && verdict.manner == "answered" && verdict.life == [])
        #expect(daemon.logs("Run \"meatclient -c pm01\" AFTER power-cycling the machine."))
        #expect(
            eventually {
                daemon.readable.map(Self.plain) == [
                    "pm02 info: Try to STONITH (RESET) the Node pm01 to m (meatware) (pid=N)",
                    "pm02 info: Succeeded to STONITH (RESET) the Node pm01 by Node pm02.",
                ]
            })
    }

    /// A BMC that answers and does not switch, as one with a broken relay does.
    private static func stubborn(_ bmc: SimulatedBMC) throws -> RunningDaemon {
        try bmc.set(mode: "stuck")
        return try RunningDaemon(
            Primitive.ipmi("i", bmc, "priority=1 stonith-timeout=2s reset_method=onoff")
                + Primitive.meatware("m", "priority=2 stonith-timeout=100s") + Primitive.budget(170))
    }

    @Test func aNodeWhosePowerIsOnIsConfirmedByItsNameOnly() throws {
        let bmc = try SimulatedBMC("127.0.44.2")
        let daemon = try Self.stubborn(bmc)
        let fence = try Self.askPerson(daemon)
        let refusal = try daemon.request(#"{"verb":"confirm","node":"pm01","manner":"answered","terminal":""}"#)
        #expect(refusal.contains(#""code":"alive""#) && refusal.contains("power is on"), "\(refusal)")
        #expect(try Self.meatclient(daemon, input: "y\n").status == 3)
        #expect(!fence.isOver)
        let run = try Self.meatclient(daemon, input: "pm01\n")
        #expect(run.status == 0, "\(run)")
        let (status, verdict) = try Self.verdict(daemon, fence)
        #expect(status == 0 && verdict.manner == "typed" && verdict.life?.count == 1)
    }

    @Test func forceAndThePulledPlug() throws {
        let bmc = try SimulatedBMC("127.0.44.3")
        let daemon = try Self.stubborn(bmc)
        let first = try Self.askPerson(daemon)
        #expect(try Self.meatclient(daemon, ["--force"], input: "y\n").status == 0)
        #expect(try Self.verdict(daemon, first).1.manner == "forced")
        try daemon.folder.write("fence.out", "")
        let second = try daemon.begin(["fence", "pm01", "--json"])
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED to reset pm01.", times: 2))
        #expect(try daemon.request(#"{"verb":"inspect","node":"pm01"}"#).contains("power is on"))
        try bmc.set(on: false)
        #expect(try Self.meatclient(daemon, input: "y\n").status == 0, "what was seen before counts no more")
        #expect(try Self.verdict(daemon, second).1.manner == "answered")
    }

    @Test func nobodyAsks() throws {
        let daemon = try RunningDaemon(Primitive.meatware("m", "stonith-timeout=100s") + Primitive.budget(120))
        #expect(try Self.meatclient(daemon, input: "y\n").status == 4)
        #expect(try daemon.stonith(["confirm", "pm01", "--force"]).status == 4)
        #expect(try Self.meatclient(daemon, ["--no-request"], input: "y\n").status == 0)
        let history = try daemon.stonith(["history", "pm01", "--json"])
        #expect(history.output.contains(#""manner":"answered""#), "\(history.output)")
    }

    @Test func whenNobodyAnswersTheNextLevelActs() throws {
        let daemon = try RunningDaemon(
            Primitive.meatware("m", "priority=1 stonith-timeout=1s") + Primitive.null("n", "priority=2")
                + Primitive.budget(70))
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.level == 2)
        #expect((1000..<5000).contains(verdict.ms ?? 0))
        #expect(daemon.logs("failed to STONITH node pm01 with local device m (exitcode 5)"))
    }
}
