import ClusterModel
import Control
import Testing

@Suite struct ConfirmationQuestionTests {
    private static func question(life: [String] = [], isForced: Bool = false) throws -> ConfirmationQuestion {
        ConfirmationQuestion(node: try #require(NodeName("pm01")), life: life, isForced: isForced)
    }

    @Test(arguments: ["y", "Y", "yes", "YES", "Yes", " y ", "y\r"])
    func yesIsEnoughForAnodeThatShowsNoLife(answer: String) throws {
        #expect(try Self.question().manner(of: answer) == .answered)
        #expect(try Self.question(isForced: true).manner(of: answer) == .forced)
        #expect(try Self.question(life: ["its power is on"], isForced: true).manner(of: answer) == .forced)
        #expect(try Self.question(life: ["its power is on"]).manner(of: answer) == nil)
    }

    @Test(arguments: ["", " ", "n", "N", "no", "yellow", "yess", "y y", "pm01", "yes pm01", "\u{0}y"])
    func anythingElseCancels(answer: String) throws {
        #expect(try Self.question().manner(of: answer) == nil)
        #expect(try Self.question(isForced: true).manner(of: answer) == nil)
    }

    @Test func aNodeThatLivesMustBeNamed() throws {
        let question = try Self.question(life: ["its power is on", "192.168.1.1 answers"])
        #expect(question.manner(of: "pm01") == .typed)
        #expect(question.manner(of: " PM01\t") == .typed)
        for answer in ["pm0", "pm011", "pm01 pm01", "", "y"] { #expect(question.manner(of: answer) == nil) }
    }

    @Test func theWarningIsTheOneThatOperatorsKnow() throws {
        let text = try Self.question().text
        #expect(
            text
                == """

                WARNING!

                If node "pm01" has not been manually power-cycled or disconnected from all shared resources and \
                networks, data on shared disks may become corrupted and migrated services might not work as expected.
                Please verify that the name or address above corresponds to the node you just rebooted.

                PROCEED? [yN]\u{20}
                """)
    }

    @Test func proofOfLifeIsShownAndNotObeyed() throws {
        let life = ["its power is on", "\u{1B}[2Janswers"]
        let asked = try Self.question(life: life).text
        #expect(asked.contains("\n  its power is on\n  ?[2Janswers\n"))
        #expect(asked.hasSuffix("\nType the node's name to confirm, anything else cancels: "))
        let forced = try Self.question(life: life, isForced: true).text
        #expect(forced.contains("\n  its power is on\n") && forced.hasSuffix("\nPROCEED? [yN] "))
    }
}
