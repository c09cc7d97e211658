import ClusterReport
import ClusterSimulation
import Scheduler
import Wire

/// All that a run of crm_simulate has to say: the four parts that operators know, and what was asked for besides.
struct SimulationReport {
    var timeNotice: String?
    var before: ClusterStatus?
    var modifications: [Modification]?
    var scores: ScoreReport?
    var changes: ChangeReport?
    var explanation: Explanation?
    /// What the explanation rests on, in the crm language.
    var constraints: [Substring] = []
    var steps: [SimulatedStep]?
    var after: ClusterStatus?

    private let layout: Outline.Layout
    private let showsParts: Bool

    init(_ invocation: SimulateInvocation) {
        // As 2.1.5: scores come without headings, and so does everything beside them.
        layout = invocation.showsScores && !invocation.isFancy ? .plain : .fancy
        showsParts = invocation.showsParts
    }

    /// In 2.1.5's words, order and indentation.
    var text: String {
        var outline = Outline(layout)
        writeBefore(to: &outline)
        if let modifications, showsParts {
            outline.blankLine()
            outline.begin("Performing Requested Modifications")
            for modification in modifications { outline.item(modification.text) }
            outline.end()
            writeTime(to: &outline)
        }
        if let scores {
            if showsParts { outline.blankLine() }
            scores.write(to: &outline)
        }
        if let changes {
            outline.blankLine()
            changes.write(to: &outline)
        }
        if let steps { write(steps, to: &outline) }
        if let after {
            writeTime(to: &outline)
            outline.blankLine()
            after.write(to: &outline, title: "Revised Cluster Status")
        }
        if let explanation {
            if showsParts { outline.blankLine() }
            outline.line(explanation.text)
            for line in constraints { outline.line("  \(line)") }
        }
        return outline.text
    }

    private func writeBefore(to outline: inout Outline) {
        guard let before else { return }
        writeTime(to: &outline)
        if before.writeNotice(to: &outline) { outline.blankLine() }
        before.write(to: &outline, title: "Current cluster status")
    }

    private func writeTime(to outline: inout Outline) {
        if let timeNotice { outline.line(timeNotice) }
    }

    private func write(_ steps: [SimulatedStep], to outline: inout Outline) {
        outline.blankLine()
        outline.begin("Executing Cluster Transition")
        for step in steps {
            if case .pretence = step { outline.line(step.text) } else { outline.item(step.text) }
        }
        outline.end()
    }

    /// One object. Keys: `before` and `after` (see ClusterStatus), `modifications` (texts), `scores`, `changes`,
    /// `steps`, `why`; each only where it was asked for.
    var json: JSONLine {
        var line = JSONLine()
        if let before { line.add("before", before.json) }
        if let modifications { line.add("modifications", modifications.map(\.text)) }
        if let scores { line.add("scores", scores.json) }
        if let changes { line.add("changes", changes.json) }
        if let explanation { line.add("why", explanation.json) }
        if let steps { line.add("steps", steps.map(\.json)) }
        if let after { line.add("after", after.json) }
        return line
    }
}

extension SimulatedStep {
    /// Keys: `kind` (pseudo, operation, cluster, fencing, pretence, count), `text` in 2.1.5's words, and of `key`,
    /// `resource`, `task`, `interval_ms`, `node`, `action`, `code` those that belong to the kind.
    var json: JSONLine {
        var line = JSONLine()
        switch self {
        case .pseudo(let key):
            line.add("kind", "pseudo")
            line.add("key", key)
        case .operation(let resource, let task, let interval, let node):
            line.add("kind", "operation")
            line.add("resource", resource)
            line.add("task", task)
            line.add("interval_ms", Int64(interval))
            line.add("node", node)
        case .cluster(let task, let resource, let node):
            line.add("kind", "cluster")
            line.add("resource", resource)
            line.add("task", task)
            line.add("node", node)
        case .fencing(let node, let action):
            line.add("kind", "fencing")
            line.add("node", node)
            line.add("action", action)
        case .pretence(let action, let code):
            line.add("kind", "pretence")
            line.add("action", Int64(action))
            line.add("code", Int64(code))
        case .count: line.add("kind", "count")
        }
        line.add("text", text)
        return line
    }
}
