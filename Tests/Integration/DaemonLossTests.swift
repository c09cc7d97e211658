import Foundation
import TestRig
import Testing

/// Parts of the daemon that die, and the daemon's own end: no escalation is lost or doubled.
@Suite(.waiting) struct DaemonLossTests {
    private let folder: TemporaryFolder
    private let stage: Stage

    init() throws {
        folder = try TemporaryFolder()
        stage = try GateScript.stage()
    }

    private func gated(_ more: String = "") -> String {
        Primitive.gate("g", folder, "gate=\"\(folder.path("gate"))\" \(more)")
    }

    @Test func aForkServerIsKilledInTheMiddleOfAnAction() throws {
        let daemon = try RunningDaemon(
            gated("priority=1") + Primitive.null("n", "priority=2") + Primitive.budget(130), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        let server = try #require(daemon.children("--script").first)
        kill(server, SIGKILL)
        #expect(fence.wait(seconds: 10) == 0)
        let verdict = try Verdict(daemon.folder.read("fence.out"))
        #expect(verdict.level == 2 && verdict.steps.first?.cause == "plugin-lost")
        let script = try #require(folder.marks.first?.split(separator: " ").last.flatMap { pid_t($0) })
        #expect(eventually { isDead(script) }, "it dies with its server, before another level acts")
        #expect(eventually { daemon.children("--script").first.map { $0 != server } == true })
        try folder.write("gate", "")
        #expect(try daemon.fence("pm01").1.level == 1)
        #expect(folder.marks.count == 2)
    }

    /// What the script started has no parent-death signal of its own, and could act beside the next level.
    @Test func whatALostScriptStartedDiesBeforeTheNextLevel() throws {
        try stage.add(
            script: "parent",
            """
            #!/bin/sh
            [ "$1" = reset ] || { echo pm01; exit 0; }
            /bin/sh -c 'trap "" TERM HUP; while :; do sleep 1; done' &
            echo $! >>"$mark"
            wait
            """)
        try stage.add(
            script: "looks",
            """
            #!/bin/sh
            [ "$1" = reset ] || { echo pm01; exit 0; }
            read -r child <"$mark"
            [ -e /proc/$child/stat ] && cut -d' ' -f3 /proc/$child/stat >>"$mark" || echo gone >>"$mark"
            """)
        let parameters = "params hostlist=pm01 mark=\"\(folder.path("mark"))\""
        let daemon = try RunningDaemon(
            "primitive a stonith:external/parent \(parameters) priority=1\n"
                + "primitive b stonith:external/looks \(parameters) priority=2\n" + Primitive.budget(130), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        let servers = daemon.children("external/parent")
        #expect(servers.count == 1)
        for server in servers { kill(server, SIGKILL) }
        #expect(fence.wait(seconds: 10) == 0)
        #expect(folder.marks.count == 2)
        #expect(["gone", "Z"].contains(folder.marks.last), "\(folder.marks)")
    }

    /// Over and over: nothing is left of the servers that were lost.
    @Test func aForkServerIsKilledAgainAndAgain() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        #expect(try daemon.fence("pm01").0.status == 0)
        let before = daemon.descriptors
        for _ in 1...5 {
            let server = try #require(daemon.children("null.so").first)
            kill(server, SIGKILL)
            #expect(eventually { daemon.children("null.so").first.map { $0 != server } == true })
            #expect(try daemon.fence("pm01").0.status == 0)
        }
        #expect(eventually { daemon.descriptors <= before })
        #expect(eventually { daemon.children().count == 2 }, "one server and the log's writer")
    }

    @Test func theLogWriterIsKilled() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        #expect(daemon.logs("serves"))
        let writer = try #require(daemon.children("--write").first)
        kill(writer, SIGKILL)
        #expect(eventually { isDead(writer) })
        #expect(try daemon.fence("pm01", ["--id", "afterwards"]).0.status == 0)
        #expect(daemon.logs("request afterwards"))
        #expect(daemon.logs("Succeeded to STONITH the node pm01"))
        #expect(daemon.readable.count == 2)
        let journal = "state/journal/0000000000000001.jsonl"
        #expect(eventually { (try? daemon.folder.read(journal).contains("afterwards")) == true })
        #expect(daemon.children("--write").count == 1)
    }

    /// A disk that does not answer stops the log, and nothing else.
    @Test func theLogWriterIsFrozen() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        #expect(daemon.logs("serves"))
        let writer = try #require(daemon.children("--write").first)
        kill(writer, SIGSTOP)
        #expect(try daemon.fence("pm01", ["--id", "frozen"]).0.status == 0)
        let client = try daemon.connect()
        let reason = String(repeating: "r", count: 900)
        for round in 0..<8 {
            let lines = (0..<500).map { number in
                #"{"verb":"fence","id":"f\#(round)-\#(number)","node":"pm01","reason":"\#(reason)"}"#
            }
            client.send(Array((lines.joined(separator: "\n") + "\n").utf8))
            for _ in lines { #expect(client.readLine(with: #"{"event":"done""#) != nil) }
        }
        #expect(try !daemon.request(#"{"verb":"status"}"#).contains(#""lost_log_lines":0"#))
        #expect(daemon.residentKiB < 200_000)
        kill(writer, SIGCONT)
        #expect(daemon.logs("request frozen"))
        #expect(try daemon.fence("pm01").0.status == 0)
    }

    // MARK: Its end

    @Test func whatWaitsForAPersonIsHandedBackAtTheEnd() throws {
        let daemon = try RunningDaemon(Primitive.meatware("m", "stonith-timeout=100s") + Primitive.budget(120))
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        #expect(daemon.stop(seconds: 5) == 0)
        let status = fence.wait(seconds: 5)
        let verdict = try Verdict(daemon.folder.read("fence.out"))
        #expect(status == 5 && verdict.outcome == "failed" && verdict.cause == "stopping", "\(verdict)")
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
        #expect(daemon.logs("Failed to STONITH the node pm01"))
    }

    @Test func aPowerCommandThatRunsIsFinished() throws {
        let bmc = try SimulatedBMC("127.0.47.5")
        try bmc.set(mode: "offdelay=2")
        let daemon = try RunningDaemon(Primitive.ipmi("i", bmc) + Primitive.budget(70))
        let fence = try daemon.begin(["fence", "pm01", "--action", "off", "--json"])
        #expect(try eventually { try bmc.log().contains { $0.hasPrefix("power") } })
        #expect(daemon.stop() == 0)
        #expect(fence.wait(seconds: 5) == 0)
        #expect(try Verdict(daemon.folder.read("fence.out")).outcome == "fenced")
        #expect(try !bmc.isOn())
    }

    /// A frozen server stands for an agent that waits for a dead disk: no signal ends it.
    @Test func anAgentThatDoesNotEndIsNotWaitedFor() throws {
        let daemon = try RunningDaemon(gated() + Primitive.budget(70), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        let server = try #require(daemon.children("--script").first)
        kill(server, SIGSTOP)
        defer { kill(server, SIGKILL) }
        daemon.signal(SIGTERM)
        #expect(daemon.logs("stonithd ends; 1 requests are open"))
        #expect(!fence.isOver)
        daemon.signal(SIGTERM)
        #expect(daemon.wait(seconds: 4) == 0)
        #expect(daemon.logs("stonithd ends although agents of it do not"))
        #expect(fence.wait(seconds: 5) == 112, "its power command may have been carried out")
        #expect(try Verdict(daemon.folder.read("fence.out")).cause == "stopping")
    }

    @Test func whileItEndsItTakesNothingNew() throws {
        let daemon = try RunningDaemon(
            gated() + Primitive.null("n", nodes: "pm03") + Primitive.budget(70), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        let client = try daemon.connect()
        daemon.signal(SIGTERM)
        #expect(daemon.logs("stonithd ends; 1 requests are open"))
        client.sendLine(#"{"verb":"fence","id":"late","node":"pm03"}"#)
        let done = try Verdict(try #require(client.readLine(with: #"{"event":"done""#)))
        #expect(done.outcome == "refused" && done.cause == "stopping" && done.exit == 102)
        try folder.write("gate", "")
        #expect(daemon.wait() == 0)
        #expect(fence.wait(seconds: 5) == 0)
    }

    // MARK: Another one

    @Test func aSecondDaemonIsRefused() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        let second = try ProcessRun.run(Stage.shared.stonithd, ["-f"] + daemon.arguments, seconds: 10)
        #expect(second.status == 1 && second.errors.contains("another stonithd serves \(daemon.socket)"))
        #expect(try daemon.fence("pm01").0.status == 0)
    }

    /// It would fence for the requests that the first one has open.
    @Test func aSecondDaemonWithTheSameJournalIsRefused() throws {
        let daemon = try RunningDaemon(gated() + Primitive.budget(70), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        let arguments = daemon.arguments + ["--socket", folder.path("other")]
        let second = try ProcessRun.run(
            "/usr/bin/timeout", ["8", stage.stonithd, "-f"] + arguments, seconds: 20)
        #expect(second.status == 1 && second.errors.contains("another stonithd has its journal"), "\(second.errors)")
        try folder.write("gate", "")
        #expect(fence.wait(seconds: 10) == 0)
        #expect(folder.marks.count == 1, "\(folder.marks)")
    }

    @Test func theNextOneKnowsWhatWas() throws {
        let daemon = try RunningDaemon(
            gated("result=1") + Primitive.null("n", nodes: "pm03") + Primitive.budget(70), stage: stage)
        try folder.write("gate", "")
        #expect(try daemon.fence("pm01", ["--id", "was"]).0.status == 5)
        #expect(try daemon.fence("pm03").0.status == 0)
        #expect(daemon.logs("Succeeded to STONITH the node pm03"))
        daemon.signal(SIGKILL)
        #expect(daemon.wait() == -SIGKILL)
        try "torn line {".appendLine(to: daemon.folder.path("state/journal/0000000000000001.jsonl"))
        try daemon.start()
        #expect(daemon.logs("0000000000000001.jsonl cannot be read (stonith journal verify)"))
        let status = try daemon.stonith(["status"]).output
        #expect(status.contains("blocked") && status.contains("g: "), "\(status)")
        #expect(try daemon.stonith(["history"]).output.split(separator: "\n").count >= 3)
        #expect(try daemon.fence("pm01", ["--id", "was"]).0.status == 5)
        #expect(folder.marks.count == 1)
    }
}

extension String {
    fileprivate func appendLine(to path: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data((self + "\n").utf8))
        try file.close()
    }
}
