import ClusterModel
import Control
import Testing

@testable import stonith

@Suite struct EscalationPictureTests {
    private static let begin = Instant(milliseconds: 1_000_000)
    private static let plain = Ink(isOn: false)

    private static func picture(_ bodies: FencingEvent.Body...) throws -> EscalationPicture {
        var picture = EscalationPicture(try Episode.order())
        for body in bodies { picture.take(try Episode.event(body), at: begin) }
        return picture
    }

    @Test func itCountsDownAndShowsWhatRuns() throws {
        let picture = try Self.picture(
            .accepted(action: .reset, client: "x", reason: ""), .level(2, of: 3, devices: ["stonith1-2"]),
            .began(Episode.check), .ended(Episode.checkFailed), .began(Episode.power),
            .progress(device: "stonith1-2", text: "session opened"))
        let later = Self.begin.adding(milliseconds: 2500)
        #expect(
            picture.lines(at: later, Self.plain) == [
                "reset pm01  level 2 of 3: stonith1-2  18 s left",
                "  stonith1-1 (external/stonith-helper)  failed after 3.1 s: alive: 192.168.1.1 answers",
                "  stonith1-2 (external/ipmi)  2.0 s … session opened",
            ])
    }

    @Test func aPersonsDutiesStandUntilTheWordIsThere() throws {
        var picture = try Self.picture(
            .accepted(action: .reset, client: "", reason: ""), .person(level: 3, device: "m"))
        #expect(picture.lines(at: Self.begin, Self.plain).count == 3)
        let word = Confirmation(user: "root", terminal: "", manner: .answered)
        picture.take(try Episode.event(.confirmed(word)), at: Self.begin)
        #expect(
            picture.lines(at: Self.begin, Self.plain) == [
                "reset pm01  root confirmed that it is down (answered yes)  20 s left"
            ])
    }

    @Test func afterTheEndOnlyWhatWasDoneStays() throws {
        var picture = try Self.picture(
            .accepted(action: .reset, client: "", reason: ""), .level(1, of: 1, devices: ["stonith1-2"]),
            .began(Episode.power), .ended(Episode.powerWorked))
        picture.finish()
        #expect(
            picture.lines(at: Self.begin, Self.plain) == [
                "reset pm01", "  stonith1-2 (external/ipmi)  succeeded after 2.1 s, power state read back",
            ])
    }

    @Test func anAgentsTextCannotMoveTheCursor() throws {
        let picture = try Self.picture(.began(Episode.power), .progress(device: "stonith1-2", text: "a\u{1B}[9Ab\n"))
        #expect(picture.lines(at: Self.begin, Self.plain).last?.hasSuffix("… a?[9Ab?") == true)
    }

    @Test(arguments: [
        ("abcdef", 3, "abc"), ("abc", 3, "abc"), ("", 3, ""),
        ("\u{1B}[31mabcdef\u{1B}[0m", 3, "\u{1B}[31mabc\u{1B}[0m"),
        ("ab\u{1B}[1mcd\u{1B}[0mef", 3, "ab\u{1B}[1mc\u{1B}[0m"),
    ])
    func aLineIsCutBetweenItsColours(line: String, columns: Int, cut: String) {
        #expect(LiveView.cut(line, to: columns) == cut)
    }
}
