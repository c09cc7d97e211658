import Testing

@testable import Scheduler

/// Values as operators write them are read as Pacemaker reads them.
@Suite struct ValueTextTests {
    @Test(arguments: [
        ("30", 30_000), ("30s", 30_000), ("500ms", 500), ("2 min", 120_000), ("1h", 3_600_000), ("PT1M30S", 90_000),
        ("P1D", 0), ("P2DT1H", 90_000_000), ("P1W", 518_400_000),
        ("P1M1D", 2_592_000_000), ("P1Y2D", 86_400_000), ("P2Y", 4_294_967_295),
        ("P99999999999Y99999999999W99999999999M99999999999M", 4_294_967_295), ("PT1D", 0), ("PT1H30", 0),
        ("1200h", 4_294_967_295),
        ("1.5s", 1000), ("10seconds", 10_000), ("1minute", 60_000), ("2m30s", 120_000),
        ("1h30m", 3_600_000), ("10,5", 0), ("1d", 0), ("10S", 10_000), ("10msx", 10), ("1..2s", 1000), ("soon", 0),
        ("-5s", 0), ("", 0),
    ])
    func times(_ text: String, _ milliseconds: Int) { #expect(ValueText.milliseconds(text) == milliseconds) }

    @Test(arguments: [
        ("100", 100), ("-7", -7), ("+3", 3), ("INFINITY", 1_000_000), ("-infinity", -1_000_000), ("9999999", 1_000_000),
        ("12x", 12), ("much", 0),
    ])
    func scores(_ text: String, _ score: Int32) { #expect(ValueText.score(text) == score) }

    @Test func booleans() {
        #expect(["true", "On", "YES", "y", "1"].allSatisfy { ValueText.boolean($0) == true })
        #expect(["false", "off", "No", "n", "0"].allSatisfy { ValueText.boolean($0) == false })
        #expect(ValueText.boolean("maybe") == nil)
    }

    @Test func infinityIsAbsorbing() {
        let infinity = NodeScores.infinity
        #expect(NodeScores.sum(infinity, -infinity) == -infinity)
        #expect(NodeScores.sum(infinity, -5) == infinity)
        #expect(NodeScores.sum(600_000, 600_000) == infinity)
        #expect(NodeScores.sum(-600_000, -600_000) == -infinity)
    }

    @Test func nodesAreInTheOrderOfTheirNumbers() {
        let names = ["node10", "Node9", "alpha", "node09", "n"]
        let sorted = MergeSort.sorted(names) { NameOrder.isBefore($0, $1) ? -1 : 1 }
        #expect(sorted == ["alpha", "n", "Node9", "node09", "node10"])
    }

    @Test(arguments: [("web:3", "web"), ("web", "web"), ("web:", "web:"), ("a:b:12", "a:b"), (":1", ":1")])
    func instances(_ name: String, _ base: String) { #expect(InstanceName.base(name) == base) }

    @Test func versionsAreComparedByNumbers() {
        #expect(ValueComparison.versionSign("3.0.9", "3.0.13") < 0)
        #expect(ValueComparison.versionSign("3.16.1", "3.0.13") > 0)
        #expect(ValueComparison.versionSign("", "3.0.13") < 0)
    }
}
