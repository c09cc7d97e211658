import ClusterModel
import Scheduler
import Wire

/// The scores that decided, names in the place of numbers.
public struct ScoreReport: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        /// What Pacemaker 2.1.5 calls the step.
        public var step: String
        public var resource: String
        public var node: String
        public var score: Int
    }

    public var lines: [Line]

    public init(_ schedule: Schedule) {
        lines = schedule.scores.lines.map { line in
            Line(
                step: line.step.rawValue, resource: schedule.conditions.resources[line.resource].id,
                node: schedule.conditions.nodes[line.node].name, score: Int(line.score))
        }
    }

    /// As `crm_simulate -s` prints them.
    public func write(to outline: inout Outline) {
        outline.begin("Allocation Scores")
        for line in lines {
            let score = Score(line.score).description
            outline.item("\(line.step): \(line.resource) allocation score on \(line.node): \(score)")
        }
        outline.end()
    }

    /// Of each line: `step`, `resource`, `node`, `score` (±1000000 is infinity).
    public var json: [JSONLine] {
        lines.map { line in
            var json = JSONLine()
            json.add("step", line.step)
            json.add("resource", line.resource)
            json.add("node", line.node)
            json.add("score", Int64(line.score))
            return json
        }
    }
}
