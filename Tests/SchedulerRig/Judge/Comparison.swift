/// In what two decisions of one case differ.
public struct Difference: Sendable, Equatable {
    /// What is compared, the gravest first.
    public enum Aspect: String, CaseIterable, Sendable {
        /// What the status means: nodes and resources as they are found.
        case conditions
        /// Where resources run after the transition.
        case placements
        /// Which actions, and on which nodes; the numbers of instances left aside.
        case actions
        /// The numbers of a clone's instances.
        case instances
        /// What comes before what, of the actions that both have.
        case orderings
        /// The scores that `-s` prints.
        case scores
    }

    public var aspect: Aspect
    /// `-` what only Pacemaker has, `+` what only we have.
    public var lines: [String]
    /// What kind of difference it is: the lines without names.
    public var kind: String
}

/// Compares what Pacemaker decides of a case with what we do.
public enum Comparison {
    /// - Returns: one difference for each aspect that differs, the gravest first.
    public static func differences(pacemaker: Decision, ours: Decision) -> [Difference] {
        var differences: [Difference] = []
        func note(_ aspect: Difference.Aspect, _ theirs: [String], _ our: [String]) {
            guard theirs != our else { return }
            let lines = Lines.differing(theirs, our)
            differences.append(Difference(aspect: aspect, lines: lines, kind: Lines.kind(lines)))
        }
        note(.conditions, pacemaker.conditions.filter(pacemaker.shows), conditions(ours, shownBy: pacemaker))
        let hidden = pacemaker.hidden(ours.conditions)
        let running = ours.placements.filter { id, nodes in nodes.contains { !hidden.contains("\(id) \($0)") } }
        let ids = Set(pacemaker.placements.keys).union(running.keys).sorted()
        if pacemaker.isCarriedOut {
            note(.placements, placements(pacemaker, of: ids, hidden), placements(ours, of: ids, hidden))
        }
        note(.actions, plainActions(pacemaker), plainActions(ours))
        if differences.isEmpty { note(.instances, actions(pacemaker), actions(ours)) }
        let common = Set(pacemaker.actions.keys).intersection(ours.actions.keys)
        note(.orderings, orderings(pacemaker, common), orderings(ours, common))
        note(.scores, pacemaker.scores, ours.scores)
        return differences
    }

    private static func conditions(_ ours: Decision, shownBy pacemaker: Decision) -> [String] {
        var lines = ours.conditions.filter { pacemaker.shows($0) && pacemaker.names($0) }
        guard lines.count < ours.conditions.count else { return lines }
        // A group in a clone that is hidden hides its stopped members, too.
        var left: [String: Int] = [:]
        for line in pacemaker.conditions { left[line, default: 0] += 1 }
        lines.removeAll { line in
            left[line, default: 0] -= 1
            return line.hasSuffix(" on") && left[line, default: 0] < 0
        }
        return lines
    }

    private static func placements(_ decision: Decision, of ids: [String], _ hidden: Set<String>) -> [String] {
        ids.map { id in
            let nodes = (decision.placements[id] ?? []).filter { !hidden.contains("\(id) \($0)") }
            return "\(id): \(nodes.joined(separator: " "))"
        }
    }

    private static func actions(_ decision: Decision) -> [String] {
        decision.actions.keys.sorted().map(\.description)
    }

    private static func plainActions(_ decision: Decision) -> [String] {
        decision.actions.keys.map { Lines.withoutInstances($0.description) }.sorted()
    }

    /// Each pair of the actions that both have, where one must come before the other, directly or not.
    private static func orderings(_ decision: Decision, _ common: Set<Decision.Action>) -> [String] {
        let earlier = Precedence(decision)
        var pairs: [String] = []
        for action in common {
            for other in earlier.before(action) where common.contains(other) { pairs.append("\(other) < \(action)") }
        }
        return pairs.sorted()
    }
}

/// What must come before what, directly or not.
public struct Precedence {
    private let inputs: [Decision.Action: Set<Decision.Action>]

    public init(_ decision: Decision) { inputs = decision.actions }

    /// All that must have been done before an action.
    public func before(_ action: Decision.Action) -> Set<Decision.Action> {
        var found: Set<Decision.Action> = []
        var open = Array(inputs[action] ?? [])
        while let next = open.popLast() {
            guard found.insert(next).inserted else { continue }
            open += inputs[next] ?? []
        }
        return found
    }

    public func isBefore(_ first: Decision.Action, _ then: Decision.Action) -> Bool { before(then).contains(first) }
}
