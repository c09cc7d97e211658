import Foundation
import TestRig
import Testing

/// What was true of a device, a node or a request, and is so no more: it is passed over or refused, and never used for
/// another node or another request.
@Suite(.waiting) struct DaemonStaleTests {
    private let folder: TemporaryFolder
    private let stage: Stage

    init() throws {
        folder = try TemporaryFolder()
        stage = try GateScript.stage()
    }

    private func path(_ name: String) -> String { folder.path(name) }

    // MARK: Another node

    /// `g` says itself that it controls pm01, and nothing of pm03.
    @Test(arguments: ["pm03: g", "g"]) func aLevelNeverShootsAnotherNode(levels: String) throws {
        let daemon = try RunningDaemon(
            "node pm03\nprimitive g stonith:external/gate params pcmk_host_check=dynamic-list hosts=pm01 "
                + "mark=\"\(path("mark"))\"\nfencing_topology \(levels)\n" + Primitive.budget(70), stage: stage)
        #expect(try eventually { try daemon.stonith(["devices"]).output.contains("pm01") })
        let (run, verdict) = try daemon.fence("pm03")
        #expect(run.status == 105 && verdict.cause == "no-such-node", "\(run.output)")
        #expect(folder.marks.isEmpty)
        #expect(try daemon.fence("pm01").0.status == 0, "its own node it does shoot")
    }

    @Test func aLevelOfAnotherNodeIsAMistake() throws {
        try folder.write("crm", Primitive.null("a1") + "fencing_topology pm03: a1\n", mode: 0o600)
        let run = try ProcessRun.run(stage.stonithd, ["--check", "--config", path("crm")])
        #expect(run.status == 1 && (run.output + run.errors).contains("a1 does not control pm03"), "\(run)")
    }

    @Test(arguments: [true, false]) func aDeviceThatIsChangedMeanwhileIsPassedOver(isChanged: Bool) throws {
        let first = Primitive.gate("g", folder, "gate=\"\(path("gate"))\" result=1 priority=1 stonith-timeout=20s")
        let second = { (node: String) in
            "primitive h stonith:external/gate params hostlist=\(node) mark=\"\(path("second"))\" priority=2\n"
        }
        let daemon = try RunningDaemon(first + second("pm01") + Primitive.budget(130), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        try daemon.write(configuration: first + second(isChanged ? "pm03" : "pm01") + Primitive.budget(130))
        daemon.signal(SIGHUP)
        #expect(daemon.logs("is in force: 2 devices", times: 2))
        try folder.write("gate", "")
        let status = fence.wait(seconds: 10)
        let verdict = try Verdict(daemon.folder.read("fence.out"))
        #expect(status == (isChanged ? 5 : 0), "\(verdict)")
        #expect(verdict.steps.map(\.cause) == ["script-failed", isChanged ? "changed" : nil])
        #expect(FileManager.default.fileExists(atPath: path("second")) == !isChanged)
        if isChanged { #expect(try daemon.fence("pm03").0.status == 0, "as it is configured now it works") }
    }

    // MARK: Old answers

    private func ask(_ daemon: RunningDaemon, _ more: String = "") throws -> String {
        try daemon.request(#"{"verb":"fence","id":"one","node":"pm01","minimum_evidence":"silent"\#(more)}"#)
    }

    @Test func theSameIDForSomethingElseIsRefused() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        #expect(try ask(daemon).contains(#""outcome":"fenced""#))
        #expect(try ask(daemon).contains(#""outcome":"fenced""#), "within its time it is answered again")
        for other in [#","minimum_evidence":"read-back""#, #","self":true"#, #","action":"off""#] {
            let line = #"{"verb":"fence","id":"one","node":"pm01"\#(other)}"#
            let answer = try daemon.request(line)
            #expect(answer.contains(#""code":"bad-value""#) && answer.contains(#""member":"id""#), "\(answer)")
        }
        #expect(try daemon.stonith(["fence", "pm01", "--id", "one", "--minimum-evidence", "read-back"]).status == 1)
        #expect(daemon.logs("sending fencing op"))
        #expect(daemon.log.count { $0.contains("sending fencing op") } == 1)
    }

    /// The journal is edited as if the request had been long ago, or before the last boot.
    @Test(arguments: ["long ago", "another boot", "no boot", "now"]) func anOldAnswerIsNone(age: String) throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        #expect(try daemon.fence("pm01", ["--id", "one"]).0.status == 0)
        let file = "state/journal/0000000000000001.jsonl"
        #expect(eventually { (try? daemon.folder.read(file).contains("one")) == true })
        #expect(daemon.stop() == 0)
        let text = try daemon.folder.read(file)
        let edited =
            switch age {
            case "long ago": text.replacing(#/"not_after":\d+/#, with: #""not_after":1"#)
            case "another boot": text.replacing(#/"boot":"[^"]+"/#, with: #""boot":"another""#)
            case "no boot": text.replacing(#/,"boot":"[^"]+"/#, with: "")
            default: text
            }
        #expect((edited == text) == (age == "now"))
        try daemon.folder.write(file, edited)
        try daemon.start()
        let run = try daemon.stonith(["fence", "pm01", "--id", "one"])
        #expect(run.status == (age == "now" ? 0 : 1), "\(run.output)\(run.errors)")
        #expect(try daemon.stonith(["history"]).output.contains("pm01"), "it is still told")
        #expect(daemon.logs("sending fencing op"))
        #expect(daemon.log.count { $0.contains("sending fencing op") } == 1)
        #expect(try daemon.fence("pm01", ["--id", "two"]).0.status == 0)
    }

    // MARK: Devices that do not say which nodes they control

    @Test func aDeviceThatIsBeingAskedIsNotAskedAgain() throws {
        try stage.add(
            script: "mute",
            """
            #!/bin/sh
            [ "$1" = gethosts ] || exit 0
            echo asked >>"$mark"
            while [ ! -e "$gate" ]; do sleep 0.02; done
            exit 1
            """)
        let configuration =
            "primitive m stonith:external/mute params pcmk_host_check=dynamic-list mark=\"\(path("mark"))\" "
            + "gate=\"\(path("gate"))\"\n" + Primitive.null("n") + Primitive.budget(70)
        let daemon = try RunningDaemon(configuration, stage: stage)
        #expect(folder.hasMark())
        for time in 2...6 {
            daemon.signal(SIGHUP)
            #expect(daemon.logs("is in force", times: time))
        }
        try folder.write("gate", "")
        #expect(daemon.logs("device m does not say which nodes it controls"))
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(daemon.log.count { $0.contains("does not say which nodes") } == 1)
        #expect(folder.marks.count == 1)
    }
}
