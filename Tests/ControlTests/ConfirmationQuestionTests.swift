import Control
import Testing

@Suite struct ConfirmationQuestionTests {
    private static func question(life: [String] = [], isForced: Bool = false) -> ConfirmationQuestion {
        ConfirmationQuestion(node: Samples.node("pm01"), life: life, isForced: isForced)
    }

    @Test(arguments: ["y", "Y", "yes", "YES", " y "])
    func yesIsEnoughWhereNothingShowsLife(answer: String) {
        #expect(Self.question().manner(of: answer) == .answered)
        #expect(Self.question().text.hasSuffix("\nPROCEED? [yN] "))
    }

    @Test(arguments: ["", "n", "no", "yy", "pm01", "y y", "yes sir"])
    func anythingElseIsNo(answer: String) { #expect(Self.question().manner(of: answer) == nil) }

    @Test func proofOfLifeWantsTheWholeName() {
        let question = Self.question(life: ["its power is on"])
        #expect(question.text.contains("\n  its power is on\n"))
        #expect(question.manner(of: "y") == nil && question.manner(of: "pm0") == nil)
        #expect(question.manner(of: "PM01") == .typed)
        let forced = Self.question(life: ["its power is on"], isForced: true)
        #expect(forced.manner(of: "y") == .forced && forced.manner(of: "n") == nil)
    }
}
