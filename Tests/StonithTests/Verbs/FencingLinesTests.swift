import ClusterModel
import Control
import Testing

@testable import stonith

@Suite struct FencingLinesTests {
    private static func lines(_ body: FencingEvent.Body) throws -> [String] {
        FencingLines.lines(of: try Episode.event(body))
    }

    @Test func anEpisodeReadsAsAStory() throws {
        let bodies: [FencingEvent.Body] = [
            .accepted(action: .reset, client: "x", reason: "heartbeat lost"),
            .level(1, of: 3, devices: ["stonith1-1"]), .began(Episode.check),
            .progress(device: "stonith1-1", text: "round 2 of 5"), .ended(Episode.checkFailed),
            .level(2, of: 3, devices: ["stonith1-2", "b"]), .began(Episode.power), .ended(Episode.powerWorked),
            .done(try Episode.record(.fenced, nil, "reset by stonith1-2, power read back")),
        ]
        #expect(
            try bodies.flatMap(Self.lines) == [
                "reset pm01 (id r1, 20 s): heartbeat lost",
                "level 1 of 3: stonith1-1",
                "  reset by stonith1-1 (external/stonith-helper, pid 735)",
                "  stonith1-1: round 2 of 5",
                "  stonith1-1: failed after 3.1 s: alive: 192.168.1.1 answers",
                "level 2 of 3: stonith1-2, b",
                "  reset by stonith1-2 (external/ipmi, pid 9137)",
                "  stonith1-2: succeeded after 2.1 s, power state read back",
                "pm01 is fenced: reset by stonith1-2, power read back (5.2 s)",
            ])
    }

    @Test func waitingIsToldWithItsReason() throws {
        #expect(try Self.lines(.queued) == ["waits: something else is being done to pm01 first"])
        #expect(
            try Self.lines(.delayed(milliseconds: 2000)) == ["waits 2.0 s before the first step, as configured"])
        let other = try #require(RequestID("r0"))
        #expect(try Self.lines(.joined(with: other)) == ["joined request r0, which asks for the same"])
    }

    @Test func aPersonIsToldWhatToDoAndNamedAfterwards() throws {
        let duties = try Self.lines(.person(level: 3, device: "stonith1-3")).joined(separator: "\n")
        #expect(duties.contains("power pm01 off by hand") && duties.contains("meatclient -c pm01"))
        #expect(duties.contains("stonith confirm pm01"))
        let word = Confirmation(user: "root", terminal: "pts/0", manner: .typed, life: ["its power is on"])
        #expect(
            try Self.lines(.confirmed(word)) == [
                "  root on pts/0 confirmed that it is down (typed its name, although its power is on)"
            ])
    }

    @Test func unknownIsNotAFailureAndNotASuccess() {
        let step = Episode.ended(Episode.power, .unknown, .none, "silent", "no answer", milliseconds: 6000)
        #expect(FencingLines.ended(step) == "UNKNOWN what came of it after 6.0 s: silent: no answer")
    }

    // MARK: Verdicts

    @Test(arguments: [
        (FencingVerdict.Outcome.failed, "pm01 is NOT fenced: x"), (.held, "pm01 is NOT fenced, it is held: x"),
        (.unknown, "UNKNOWN whether pm01 is fenced: x"), (.refused, "pm01 is NOT fenced, refused: x"),
        (.fenced, "pm01 is fenced: x"),
    ])
    func onlySuccessReadsAsSuccess(outcome: FencingVerdict.Outcome, sentence: String) throws {
        let wording = VerdictWording(try Episode.record(outcome, nil, "x"))
        #expect(wording.sentence == sentence + " (5.2 s)")
    }

    @Test func poweringOnIsCalledSo() throws {
        let failed = VerdictWording(try Episode.record(.failed, .levelsFailed, "x", action: .on))
        #expect(failed.sentence == "pm01 is NOT powered on: x (5.2 s)")
        #expect(!failed.advice.joined().contains("confirm"))
        #expect(
            VerdictWording(try Episode.record(.poweredOn, nil, "x", action: .on)).sentence
                == "pm01 is powered on: x (5.2 s)")
    }

    @Test func whoeverFailedIsToldWhatToDoNext() throws {
        let failed = VerdictWording(try Episode.record(.failed, .levelsFailed)).advice
        #expect(failed.first == "stonith history pm01 shows every step")
        #expect(failed.last?.hasSuffix("stonith confirm pm01 --no-request") == true)
        #expect(VerdictWording(try Episode.record(.failed, .timeUp)).advice.joined().contains("--timeout"))
        #expect(VerdictWording(try Episode.record(.unknown, .timeUp)).advice.joined().contains("look at pm01"))
        #expect(VerdictWording(try Episode.record(.failed, .cancelled)).advice.isEmpty)
        #expect(VerdictWording(try Episode.record(.fenced)).advice.isEmpty)
        #expect(VerdictWording(try Episode.record(.refused, .tooMany)).advice.joined().contains("stonith cancel"))
    }
}
