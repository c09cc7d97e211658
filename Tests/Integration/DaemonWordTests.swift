import Foundation
import TestRig
import Testing

/// A person's word: for which request it is, what is looked at before it is taken, and when it is not enough.
@Suite(.waiting) struct DaemonWordTests {
    private static func fence(_ daemon: RunningDaemon, _ id: String, _ more: [String] = []) throws -> RunningProcess {
        try daemon.begin(["fence", "pm01", "--id", id, "--json"] + more, output: "\(id).out")
    }

    private static func verdict(_ daemon: RunningDaemon, _ id: String) throws -> Verdict {
        try Verdict(daemon.folder.read("\(id).out"))
    }

    private static func confirm(_ daemon: RunningDaemon, _ manner: String, _ requests: [String] = []) throws -> String {
        let seen = requests.map { "\"\($0)\"" }.joined(separator: ",")
        return try daemon.request(
            #"{"verb":"confirm","node":"pm01","manner":"\#(manner)","terminal":"","requests":[\#(seen)]}"#, seconds: 25)
    }

    @Test func aWordForOneRequestDoesNotAnswerAnother() throws {
        let daemon = try RunningDaemon(Primitive.meatware("m", "stonith-timeout=100s") + Primitive.budget(120))
        let first = try Self.fence(daemon, "first")
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        #expect(try daemon.request(#"{"verb":"inspect","node":"pm01"}"#).contains(#""requests":["first"]"#))
        #expect(try daemon.stonith(["cancel", "first"]).status == 0)
        #expect(first.wait(seconds: 5) == 5)
        let second = try Self.fence(daemon, "second")
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED", times: 2))
        for manner in ["answered", "typed", "forced"] {
            let refusal = try Self.confirm(daemon, manner, ["first"])
            #expect(refusal.contains(#""code":"request-changed""#), "\(refusal)")
        }
        #expect(!second.isOver)
        #expect(try Self.confirm(daemon, "answered", ["first", "second"]).hasPrefix(#"{"event":"reply""#))
        #expect(second.wait(seconds: 5) == 0)
    }

    /// One that came while the operator thought is not answered either, although it waits for the same person.
    @Test func aWordIsNotForARequestThatJoinedLater() throws {
        let daemon = try RunningDaemon(Primitive.meatware("m", "stonith-timeout=100s") + Primitive.budget(120))
        let first = try Self.fence(daemon, "first")
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        let second = try Self.fence(daemon, "second")
        #expect(daemon.logs("request second"))
        #expect(try Self.confirm(daemon, "typed", ["first"]).contains(#""code":"request-changed""#))
        #expect(!first.isOver && !second.isOver)
        #expect(try Self.confirm(daemon, "typed", ["first", "second"]).hasPrefix(#"{"event":"reply""#))
        #expect(first.wait(seconds: 5) == 0 && second.wait(seconds: 5) == 0)
    }

    /// What an early look could not see, because the device was at work, is looked at when the word comes.
    @Test func anEarlyLookAtABusyDeviceIsNotBelieved() throws {
        let bmc = try SimulatedBMC("127.0.44.10")
        try bmc.set(mode: "stuck")
        let daemon = try RunningDaemon(
            Primitive.ipmi("i", bmc, "priority=1 stonith-timeout=2s")
                + Primitive.meatware("m", "priority=2 stonith-timeout=100s") + Primitive.budget(170))
        let fence = try Self.fence(daemon, "one", ["--action", "off"])
        #expect(daemon.logs("sending fencing op"))
        let early = try daemon.request(#"{"verb":"inspect","node":"pm01"}"#, seconds: 15)
        #expect(early.contains(#""verb":"inspect""#) && early.contains("power is on"), "\(early)")
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        #expect(try Self.confirm(daemon, "answered", ["one"]).contains(#""code":"alive""#))
        #expect(!fence.isOver)
        try bmc.set(on: false)
        #expect(try Self.confirm(daemon, "answered", ["one"]).hasPrefix(#"{"event":"reply""#))
        #expect(fence.wait(seconds: 5) == 0)
        #expect(try Self.verdict(daemon, "one").life == [])
    }

    /// A frozen server stands for an agent that waits for a dead disk: no signal ends it.
    @Test func anAgentThatWasGivenUpMakesAPlainWordUnknown() throws {
        let stage = try GateScript.stage()
        let folder = try TemporaryFolder()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "gate=/nowhere/gate priority=1 stonith-timeout=1s")
                + Primitive.meatware("m", "priority=2 stonith-timeout=100s") + Primitive.budget(170), stage: stage)
        let first = try Self.fence(daemon, "first")
        #expect(folder.hasMark())
        let server = try #require(daemon.children("--script").first)
        kill(server, SIGSTOP)
        defer { kill(server, SIGKILL) }
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        let word = try ProcessRun.run(
            stage.stonith, ["confirm", "pm01", "--socket", daemon.socket], input: "y\n", seconds: 40)
        #expect(word.status == 112 && word.errors.contains("--force accepts that"), "\(word)")
        #expect(first.wait(seconds: 5) == 112)
        let unknown = try Self.verdict(daemon, "first")
        #expect(unknown.outcome == "unknown" && unknown.manner == "answered", "\(unknown)")
        let second = try Self.fence(daemon, "second")
        #expect(daemon.logs("request second"))
        #expect(try daemon.stonith(["confirm", "pm01", "--force"]).status == 0)
        #expect(second.wait(seconds: 5) == 0)
        let forced = try Self.verdict(daemon, "second")
        #expect(forced.outcome == "fenced" && forced.remarks?.first?.contains("does not end") == true, "\(forced)")
    }
}
