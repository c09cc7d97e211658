import Scheduler

/// What a schedule does, as lines: the Transition Summary, then every action of the graph with what it waits for.
struct ScheduleText {
    private let schedule: Schedule

    init(_ schedule: Schedule) { self.schedule = schedule }

    var lines: [String] { summary + schedule.graph.synapses.flatMap { lines(of: $0) } }

    private var summary: [String] {
        schedule.actions.changes.map { change in
            switch change {
            case .node(let text, let node, let reason):
                return "* \(text) \(name(node))" + (reason.map { " due to \($0)" } ?? "")
            case .resource(let change):
                let places = [change.from, change.to].compactMap { $0 }.map { name($0) }
                let route = Set(places).count == 1 ? places[0] : places.joined(separator: " -> ")
                let text = "* \(change.verb.rawValue) \(schedule.conditions.resources[change.resource].id) (\(route))"
                return text + (change.reason.map { " due to \($0)" } ?? "") + (change.isBlocked ? " (blocked)" : "")
            }
        }
    }

    private func lines(of synapse: Synapse) -> [String] {
        let inputs = synapse.inputs.map { schedule.graph.synapses[Int($0)].action } + synapse.missing
        return [text(synapse.action)] + inputs.map { "  after \(text($0))" }.sorted()
    }

    private func text(_ index: ActionIndex) -> String {
        let action = schedule.actions.actions[index]
        let key = schedule.actions.key(of: index, fencingAction: schedule.conditions.options.fencingAction)
        let node = action.resource == nil ? "" : action.node.map { "@" + name($0) } ?? ""
        let task = action.task == action.keyTask ? "" : " (\(schedule.actions.text(of: action.task)))"
        return key + node + task + (action.isPseudo ? " (point)" : "")
    }

    private func name(_ node: NodeIndex) -> String { schedule.conditions.nodes[node].name }
}
