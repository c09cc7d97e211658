import Foundation
import TestRig
import Testing

/// Each way in which a request to `stonithd` can end, with the exit status of `stonith fence`.
@Suite(.waiting) struct DaemonOutcomeTests {
    @Test func eachActionDoesItsOwn() throws {
        let bmc = try SimulatedBMC("127.0.45.1")
        let daemon = try RunningDaemon(Primitive.ipmi("i", bmc) + Primitive.budget(60))
        let (off, offVerdict) = try daemon.fence("pm01", ["--action", "off"])
        #expect(off.status == 0 && offVerdict.outcome == "fenced" && offVerdict.evidence == "read-back")
        let (reset, resetVerdict) = try daemon.fence("pm01")
        #expect(reset.status == 0 && resetVerdict.evidence == "read-back", "left off, since off was asked for")
        #expect(try !bmc.isOn())
        let (on, onVerdict) = try daemon.fence("pm01", ["--action", "on"])
        #expect(on.status == 0 && onVerdict.outcome == "powered-on")
        let (proven, provenVerdict) = try daemon.fence("pm01", ["--minimum-evidence", "read-back"])
        #expect(proven.status == 0 && provenVerdict.evidence == "read-back", "\(provenVerdict)")
        #expect(try bmc.log() == ["power 0", "power 1", "power 0", "power 1"])
        #expect(try daemon.stonith(["monitor", "i"]).status == 0)
    }

    @Test func everyLevelFails() throws {
        let bmc = try SimulatedBMC("127.0.45.2")
        try bmc.stop()
        let daemon = try RunningDaemon(
            Primitive.ipmi("i", bmc, "priority=1 stonith-timeout=3s")
                + Primitive.ipmi("j", bmc, "priority=2 stonith-timeout=3s passwd=\"file:/nowhere/secret\"")
                .replacing("passwd=\"hogehoge\"", with: "")
                + Primitive.null("k", "priority=3 nosuch=1") + Primitive.budget(70))
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 5 && verdict.outcome == "failed" && verdict.cause == "levels-failed")
        #expect(verdict.steps.map(\.device) == ["i", "j", "k"])
        #expect(verdict.steps[1].text.contains("/nowhere/secret"), "\(verdict.steps[1])")
        #expect(verdict.steps[2].text.contains("null has no parameter nosuch"), "\(verdict.steps[2])")
        #expect(daemon.logs("device j cannot work"))
        #expect(daemon.logs("device k cannot work"))
        #expect(daemon.logs("Failed to STONITH the node pm01: optype=RESET, op_result=GENERIC"))
        #expect(try daemon.stonith(["status"]).output.contains("blocked"))
    }

    @Test func theTimeIsUp() throws {
        let stage = try GateScript.stage()
        let folder = try TemporaryFolder()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "gate=/nowhere/gate") + Primitive.budget(70), stage: stage)
        let (run, verdict) = try daemon.fence("pm01", ["--timeout", "1"])
        #expect(run.status == 124 && verdict.cause == "time-up", "\(verdict)")
        #expect((700..<3000).contains(verdict.ms ?? 0))
        let process = try #require(folder.marks.first?.split(separator: " ").last.flatMap { pid_t($0) })
        #expect(eventually { isDead(process) }, "nothing of it is left")
    }

    @Test func aPowerCommandThatIsTakenBackIsUnknown() throws {
        let stage = try GateScript.stage()
        let folder = try TemporaryFolder()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "gate=/nowhere/gate") + Primitive.budget(70), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--id", "mine", "--json"])
        #expect(folder.hasMark())
        #expect(try daemon.stonith(["cancel", "mine"]).status == 0)
        #expect(fence.wait(seconds: 10) == 112)
        #expect(try Verdict(daemon.folder.read("fence.out")).cause == "cancelled")
        #expect(try daemon.stonith(["cancel", "mine"]).status == 105)
        #expect(daemon.logs("Failed to STONITH the node pm01"))
    }

    @Test(arguments: ["crash", "exit", "nonsense", "lie", "bare", "deaf"])
    func whatNoPluginShouldDoFailsItsLevelOnly(how: String) throws {
        let stage = try Stage.copy()
        try stage.add(plugin: "fail")
        let daemon = try RunningDaemon(
            "primitive f stonith:fail params pcmk_host_list=pm01 how=\(how) priority=1 stonith-timeout=1s\n"
                + Primitive.null("n", "priority=2") + Primitive.budget(70), stage: stage)
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.level == 2, "\(how): \(run.output)")
        #expect(verdict.steps.first?.code != "ok")
    }

    @Test func aPluginThatHangsWhileItIsLoaded() throws {
        let stage = try Stage.copy()
        try stage.add(plugin: "fail")
        let daemon = try RunningDaemon(
            "primitive f stonith:fail params pcmk_host_list=pm01 priority=1 stonith-timeout=1s\n"
                + Primitive.null("n", "priority=2") + Primitive.budget(70),
            stage: stage, environment: ["STONITH_FAIL_TABLE": "hang"])
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.level == 2, "\(run.output)")
        #expect(verdict.steps.first?.code == "timeout")
        #expect((try daemon.fence("pm01")).1.level == 2, "its device is free again")
    }

    @Test func refusals() throws {
        let daemon = try RunningDaemon(Primitive.null("n", nodes: "pm01 pm02") + Primitive.budget(70))
        let (own, ownVerdict) = try daemon.fence("pm02")
        #expect(own.status == 107 && ownVerdict.cause == "own-node")
        #expect(try daemon.fence("PM02").0.status == 107, "names know no case")
        #expect(try daemon.fence("pm02", ["--self"]).0.status == 0)
        #expect(try daemon.fence("pm09").0.status == 105)
        #expect(try daemon.stonith(["monitor", "nosuch"]).status == 105)
        let expired = try daemon.request(#"{"verb":"fence","id":"old","node":"pm01","not_after":1}"#)
        #expect(expired.contains(#""cause":"expired""#) && expired.contains(#""exit":107"#), "\(expired)")
        let nowhere = try Stage.shared.stonith(["fence", "pm01", "--socket", "/nowhere/sock", "--timeout", "1"])
        #expect(nowhere.status == 102)
    }

    @Test(.enabled(if: Namespace.isAllowed, "needs root, to be somebody else")) func othersMayOnlyLook() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", Stage.shared.stonith]
        for (status, verb) in [
            (77, ["fence", "pm01"]), (77, ["cancel", "x"]), (77, ["confirm", "pm01", "--force", "--no-request"]),
            (77, ["monitor", "n"]), (0, ["status"]), (0, ["devices"]), (0, ["history"]),
        ] as [(Int32, [String])] {
            let run = try ProcessRun.run("/usr/bin/setpriv", nobody + verb + ["--socket", daemon.socket])
            #expect(run.status == status, "\(verb): \(run.errors)")
        }
        #expect(!daemon.log.contains { $0.contains("wants to fence") })
    }

    @Test func theSameIDIsCarriedOutOnce() throws {
        let bmc = try SimulatedBMC("127.0.45.3")
        let daemon = try RunningDaemon(
            Primitive.ipmi("i", bmc) + Primitive.null("n", nodes: "pm03") + Primitive.budget(70))
        let (first, verdict) = try daemon.fence("pm01", ["--id", "one"])
        let (second, again) = try daemon.fence("pm01", ["--id", "one"])
        #expect(first.status == 0 && second.status == 0 && verdict.ms == again.ms)
        #expect(try daemon.stonith(["fence", "pm03", "--id", "one"]).status == 1)
        #expect(try daemon.stonith(["fence", "pm01", "--action", "off", "--id", "one"]).status == 1)
        #expect(daemon.stop() == 0)
        try daemon.start()
        let (third, recorded) = try daemon.fence("pm01", ["--id", "one"])
        #expect(third.status == 0 && recorded.ms == verdict.ms)
        #expect(try bmc.log() == ["reset 1"])
    }

    @Test func aScriptIsAskedForItsNodes() throws {
        let stage = try GateScript.stage()
        let folder = try TemporaryFolder()
        let daemon = try RunningDaemon(
            "primitive g stonith:external/gate params pcmk_host_check=dynamic-list hosts=\"pm01 pm05\" "
                + "mark=\"\(folder.path("mark"))\"\n" + Primitive.budget(70), stage: stage)
        #expect(try eventually { try daemon.stonith(["devices"]).output.contains("pm05") })
        let (run, verdict) = try daemon.fence("pm05")
        #expect(run.status == 0 && verdict.evidence == "accepted")
        #expect(folder.marks.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == ["reset pm05"])
        #expect(try daemon.fence("pm06").0.status == 105)
        #expect(try daemon.fence("pm01", ["--minimum-evidence", "read-back"]).0.status == 5)
    }
}
