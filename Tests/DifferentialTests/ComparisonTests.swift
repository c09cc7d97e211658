import SchedulerRig
import Testing

/// The judge sees what it has to see.
@Suite struct ComparisonTests {
    private let text = """
        found node node1 online
        place web node1
        action web:0_start_0@node1
          after web_stop_0@node2
        action web_stop_0@node2
        action web_running_0
          after web:0_start_0@node1
        score pcmk__primitive_assign web node1 INFINITY

        """

    private func differing(_ change: (String) -> String) -> [Difference] {
        Comparison.differences(pacemaker: Decision(text: text), ours: Decision(text: change(text)))
    }

    @Test func aDecisionComesBackFromText() {
        let decision = Decision(text: text)
        #expect(decision.actions.count == 3)
        #expect(Decision(text: decision.text) == decision)
    }

    @Test func whatIsTheSameDoesNotDiffer() {
        #expect(differing { $0 }.isEmpty)
    }

    @Test func eachAspectIsSeen() {
        #expect(differing { $0.replacing("1 online", with: "1 online unclean") }.map(\.aspect) == [.conditions])
        #expect(differing { $0.replacing("web node1\n", with: "web node2\n") }.map(\.aspect) == [.placements])
        #expect(differing { $0.replacing("web:0", with: "web:1") }.map(\.aspect) == [.instances])
        #expect(differing { $0.replacing("INFINITY", with: "0") }.map(\.aspect) == [.scores])
        let moved = differing { $0.replacing("stop_0@node2", with: "stop_0@node1") }
        #expect(moved.first?.aspect == .actions)
        #expect(moved.first?.lines == ["+ web_stop_0@node1", "- web_stop_0@node2"])
    }

    /// What comes before what counts, however it is said.
    @Test func orderingsAreComparedThroughOthers() {
        let direct = "  after web:0_start_0@node1\n  after web_stop_0@node2\n"
        #expect(differing { $0.replacing("  after web:0_start_0@node1\n", with: direct) }.isEmpty)
        let missing = differing { $0.replacing("  after web_stop_0@node2\n", with: "") }
        #expect(missing.map(\.aspect) == [.orderings])
        #expect(missing.first?.lines.count == 2)
    }

    @Test func aShrinkerKeepsWhatIsWrong() {
        let made = CIBGenerator.make(3)
        let id = made.cib.configuration.resources[0].id
        let small = Shrinker { cib in cib.configuration.resources.contains { $0.id == id } }.smallest(made.cib)
        #expect(small.configuration.resources.map(\.id) == [id])
        #expect(small.nodeStates.isEmpty)
        #expect(small.configuration.constraints.isEmpty)
    }
}
