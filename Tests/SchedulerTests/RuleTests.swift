import ClusterModel
import Testing

@testable import Scheduler

/// Rules hold as in Pacemaker 2.1.5.
@Suite struct RuleTests {
    private func holds(_ operation: String, _ given: String?, _ wanted: String?, _ type: String? = nil) -> Bool {
        var evaluation = RuleEvaluation(attributes: NameTable())
        if let given { evaluation.attributes?.set("a", given) }
        var expression: ElementAttributes = ["attribute": "a", "operation": operation]
        expression["value"] = wanted
        expression["type"] = type
        return evaluation.holds(Rule(attributes: ["id": "r"], conditions: [.attribute(expression)]))
    }

    @Test func comparisons() {
        #expect(holds("eq", "x", "X"))
        #expect(holds("lt", "9", "10"))
        #expect(!holds("lt", "9", "10", "string"))
        #expect(holds("gte", "1.50", "1.5"))
        #expect(holds("gt", "1.10", "1.9", "version"))
        #expect(holds("defined", "x", nil))
        #expect(holds("not_defined", nil, nil))
    }

    @Test func whatIsNotSetIsOnlyUnequal() {
        #expect(holds("ne", nil, "1"))
        #expect(!holds("eq", nil, "1"))
        #expect(!holds("lt", nil, "1"))
        #expect(!holds("gte", nil, "1"))
    }

    @Test func alternatives() {
        let yes = Rule.Condition.attribute(["attribute": "a", "operation": "not_defined"])
        let no = Rule.Condition.attribute(["attribute": "a", "operation": "defined"])
        let evaluation = RuleEvaluation(attributes: NameTable())
        #expect(evaluation.holds(Rule(attributes: ["boolean-op": "or"], conditions: [no, yes])))
        #expect(!evaluation.holds(Rule(attributes: [:], conditions: [no, yes])))
        #expect(!evaluation.holds(Rule(attributes: ["boolean-op": "or"], conditions: [no, no])))
    }

    /// Of equal sets the last one wins; the first by name, or the highest score, before all.
    @Test func setsByScore() {
        let reading = AttributeReading(References(CIBConfiguration()))
        let sets = [("1", nil), ("2", nil), ("3", "-1")].map { value, score in
            var set = AttributeSet(
                attributes: ["id": "s\(value)"], pairs: [.init(id: "p\(value)", name: "x", value: value)])
            set.attributes["score"] = score
            return set
        }
        var table = NameTable()
        reading.read(sets, into: &table)
        #expect(table["x"] == "2")
        table = NameTable()
        reading.read(sets, first: "s3", into: &table)
        #expect(table["x"] == "3")
    }
}
