import Foundation
import TestRig
import Testing

/// Every verb against a real `stonithd`, with its exit status.
@Suite(.waiting) struct VerbTests {
    private let room: DaemonRoom

    init() throws { room = try DaemonRoom() }

    private static func object(_ line: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    // MARK: Fencing

    @Test func aFencedNodeIs0() throws {
        let run = try room.stonith("fence", "pm03", "--reason", "test of fencing")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("pm03 is fenced: reset by works, the device accepted the command"))
        let lines = run.errors.split(separator: "\n").map(String.init)
        #expect(lines[0].hasSuffix(": test of fencing") && lines[1] == "level 1 of 1: works")
        #expect(lines[2].hasPrefix("  reset by works (null, pid "))
        #expect(lines.last == "WARN: null does nothing: pm03 is as it was")
        let history = try room.stonith("history", "pm03")
        #expect(history.output.contains("test of fencing") && history.output.contains("  accepted  "))
    }

    @Test func aFailureIs5AndSaysWhatToDoNext() throws {
        let run = try room.stonith("fence", "pm04")
        #expect(run.status == 5)
        #expect(run.output.hasPrefix("pm04 is NOT fenced: ") && run.output.contains("broken: "))
        #expect(run.errors.contains("stonith history pm04") && run.errors.contains("stonith confirm pm04"))
        let status = try room.stonith("status")
        #expect(status.output.contains("BLOCKED: pm04 could not be fenced: "))
    }

    @Test func whatIsNotTriedIs105Or107() throws {
        let stranger = try room.stonith("fence", "pm99")
        #expect(stranger.status == 105 && stranger.output.hasPrefix("pm99 is NOT fenced, refused: "))
        let own = try room.stonith("fence", "pm02")
        #expect(own.status == 107 && own.output.contains("--self"))
        #expect(try room.stonith("fence", "pm02", "--self").status == 0)
    }

    @Test func tooLittleEvidenceIs5AndTooLittleTime124() throws {
        let weak = try room.stonith("fence", "pm03", "--minimum-evidence", "read-back")
        #expect(weak.status == 5 && weak.output.contains("read-back is asked for"))
        let late = try room.stonith("fence", "pm05", "--timeout", "1")
        #expect(late.status == 124)
        #expect(late.errors.contains("a person must act (person)"))
    }

    @Test func oneThatIsCancelledInTheMiddleIs112() throws {
        let fence = room.begin("fence", "pm06", "--id", "slow-1")
        #expect(try eventually { try room.stonith("status").output.contains("level 1, slow") })
        #expect(eventually { room.isSlowAtWork })
        let cancel = try room.stonith("cancel", "slow-1")
        #expect(cancel.status == 0 && cancel.output.hasPrefix("slow-1 is cancelled"))
        let run = try fence.end()
        #expect(run.status == 112)
        #expect(run.output.hasPrefix("UNKNOWN whether pm06 is fenced: "))
        #expect(try room.stonith("cancel", "slow-1").status == 105)
    }

    @Test func theSameIDGetsTheSameVerdictAndAnotherActionNone() throws {
        let first = try Self.object(try room.stonith("fence", "pm03", "--id", "r1", "--json").output)
        let again = try Self.object(try room.stonith("fence", "pm03", "--id", "r1", "--json").output)
        #expect(first["outcome"] as? String == "fenced" && first["event"] as? String == "done")
        #expect(again["began_at"] as? Int == first["began_at"] as? Int)
        #expect((first["steps"] as? [Any])?.count == 1)
        let other = try room.stonith("fence", "pm03", "--id", "r1", "--action", "off")
        #expect(other.status == 1)
    }

    @Test func progressAsJSONIsOneEventALine() throws {
        let run = try room.stonith("fence", "pm03", "--json", "--progress")
        let events = try run.output.split(separator: "\n").map { try Self.object($0)["event"] as? String }
        #expect(events == ["accepted", "level", "began", "ended", "done"])
        #expect(run.errors.isEmpty)
    }

    @Test(.enabled(if: Namespace.isAllowed))
    func whoMayNotActIs77AndMayLook() throws {
        try room.open()
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", room.stage.stonith]
        let fence = try ProcessRun.run("/usr/bin/setpriv", nobody + ["fence", "pm03", "--socket", room.socket])
        #expect(fence.status == 77 && fence.errors.contains("haclient"))
        let status = try ProcessRun.run("/usr/bin/setpriv", nobody + ["status", "--socket", room.socket])
        #expect(status.status == 0 && status.output.contains("on pm02"))
    }

    // MARK: A person's word

    @Test func aPersonsWordEndsTheRequest() throws {
        let fence = room.begin("fence", "pm05")
        #expect(try eventually { try room.stonith("status").output.contains("A PERSON MUST ACT: pm05") })
        #expect(try room.stonith("confirm", "pm05", input: "n\n").status == 107)
        let confirm = try room.stonith("confirm", "pm05", input: "y\n")
        #expect(confirm.status == 0 && confirm.errors.hasSuffix("PROCEED? [yN] "))
        let run = try fence.end()
        #expect(run.status == 0 && run.output.contains("confirmed that pm05 is down"))
    }

    @Test func withoutARequestAWordIs4UnlessItIsWantedSo() throws {
        let run = try room.stonith("confirm", "pm05", input: "y\n")
        #expect(run.status == 4 && run.errors.contains("--no-request"))
        #expect(try room.stonith("confirm", "pm05", "--no-request", "--force").status == 0)
        #expect(try room.stonith("history", "pm05").output.contains("(forced)"))
    }

    // MARK: Looking

    @Test func everyReplyIsJSONOnOneLine() throws {
        for verb in ["status", "devices", "history"] {
            let run = try room.stonith(verb, "--json")
            #expect(run.status == 0 && run.output.split(separator: "\n").count == 1)
            #expect(try Self.object(run.output)["verb"] as? String == verb)
        }
        let devices = try room.stonith("devices").output.split(separator: "\n")
        #expect(devices.count == 6 && devices[0].hasPrefix("DEVICE  TYPE "))
    }

    @Test func aDeviceIsMonitored() throws {
        let good = try room.stonith("monitor", "works")
        #expect(good.status == 0 && good.output.hasPrefix("works (null) works"))
        #expect(try room.stonith("monitor", "nothing").status == 105)
        let report = try Self.object(try room.stonith("monitor", "works", "--json").output)
        #expect(report["code"] as? String == "ok" && report["exit"] as? Int == 0)
    }

    @Test func watchTellsOfEveryRequestAndEndsWithItsReader() throws {
        let script = """
            fence='\(room.stage.stonith) fence pm03 --socket \(room.socket)'
            '\(room.stage.stonith)' watch --socket '\(room.socket)' 2>&1 | while read -r line; do
                case $line in
                *watching*) $fence >/dev/null 2>&1 & ;;
                *"is fenced"*) echo "$line"; exit ;;
                esac
            done
            """
        let run = try ProcessRun.shell(script, seconds: 30)
        #expect(run.output.contains(" pm03 ") && run.output.contains("pm03 is fenced: reset by works"))
    }

    @Test func aTerminalSeesTheEscalationLive() throws {
        let line = "'\(room.stage.stonith)' fence pm03 --socket '\(room.socket)'"
        var environment = ProcessRun.plainEnvironment.merging(["TERM": "xterm"]) { $1 }
        let plain = try ProcessRun.run("/usr/bin/script", ["-qec", line, "/dev/null"], environment: environment)
        #expect(plain.status == 0 && !plain.output.contains("\u{1B}"))
        environment["NO_COLOR"] = nil
        let run = try ProcessRun.run("/usr/bin/script", ["-qec", line, "/dev/null"], environment: environment)
        #expect(run.status == 0)
        #expect(run.output.contains("\u{1B}[2K") && run.output.contains("level 1 of 1: works"))
        #expect(run.output.contains("\u{1B}[32mpm03 is fenced: reset by works"))
    }
}

/// Verbs that find no daemon, or need none.
@Suite(.waiting) struct VerbsAloneTests {
    @Test func noDaemonIs102AndTheSocketIsNamed() throws {
        let run = try Stage.shared.stonith(["fence", "pm03", "--socket", "/run/stonith/none.sock"])
        #expect(run.status == 102 && run.output.isEmpty)
        #expect(run.errors.contains("/run/stonith/none.sock") && run.errors.contains("start it as root: stonithd"))
        let json = try Stage.shared.stonith(["status", "--json", "--socket", "/run/stonith/none.sock"])
        #expect(json.status == 102 && json.output.contains(#""code":"no-daemon""#))
    }

    @Test func aVerbsNameIsStillANodeInTheOldGrammar() throws {
        let run = try Stage.shared.stonith(["-t", "null", "hostlist=status", "-T", "reset", "status"])
        #expect(run.status == 0 && run.errors.contains("null reset status OK"))
    }

    @Test func aConfigurationIsChecked() throws {
        let folder = try TemporaryFolder()
        let good = try folder.write("good", "primitive a stonith:null params hostlist=\"pm01\"\n")
        let run = try Stage.shared.stonith(["check", good])
        #expect(run.status == 0 && run.output.hasSuffix("\(good) is good: 1 device\n"))
        let unknown = try folder.write(
            "unknown", "primitive a stonith:nonesuch\nprimitive b stonith:null params hostlist=b\n")
        let broken = try Stage.shared.stonith(["check", unknown])
        #expect(
            broken.output.hasSuffix("is well-formed: 1 of 2 devices cannot work on this node\n"), "\(broken.output)")
        #expect(try Stage.shared.stonith(["check", "--json", unknown]).output.contains(#""unusable":["a"]"#))
        let bad = try folder.write("bad", "primitive a stonith:null params\nprimitive a stonith:null\n")
        let mistakes = try Stage.shared.stonith(["check", bad])
        #expect(mistakes.status == 1 && mistakes.output.contains("\(bad):2:"))
        let json = try Stage.shared.stonith(["check", bad, "--json"])
        #expect(json.status == 1 && json.output.contains(#""good":false"#))
        let none = try Stage.shared.stonith(["check", folder.path("none")])
        #expect(none.status == 1 && none.errors.contains("No such file or directory"))
    }
}
