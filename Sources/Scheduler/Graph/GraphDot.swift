/// A graph as a drawing for Graphviz, as `crm_simulate -D` of Pacemaker 2.1.5 writes it.
public struct GraphDot {
    private let conditions: ClusterConditions
    private let table: ActionTable
    private let graph: TransitionGraph
    /// Also what need not be done.
    private let showsAll: Bool

    public init(_ schedule: Schedule, showsAll: Bool = false) {
        conditions = schedule.conditions
        table = schedule.actions
        graph = schedule.graph
        self.showsAll = showsAll
    }

    /// The whole drawing, with a line feed at its end.
    public var text: String {
        var text = " digraph \"g\" {\n"
        for place in table.actions.indices.reversed() { addAction(ActionIndex(place), to: &text) }
        for place in table.actions.indices.reversed() { addOrders(before: ActionIndex(place), to: &text) }
        return text + "}\n"
    }

    private func isDone(_ action: ActionIndex) -> Bool { graph.places[action] >= 0 }

    private func addAction(_ index: ActionIndex, to text: inout String) {
        let action = table.actions[index]
        let isUnmanaged = action.resource.map { !table.managed[$0] } ?? false
        var (style, color, font) = ("dashed", "red", action.isPseudo ? "orange" : "black")
        if isDone(index) {
            (style, color) = ("bold", "green")
        } else if isUnmanaged {
            guard showsAll else { return }
            font = "purple"
        } else if action.isOptional {
            guard showsAll else { return }
            color = "blue"
        }
        text += "\(name(of: index)) [ style=\(style) color=\"\(color)\" fontcolor=\"\(font)\"]\n"
    }

    private func addOrders(before then: ActionIndex, to text: inout String) {
        var lines: [(first: ActionIndex, isOff: Bool)] = []
        var next = table.actions[then].firstBefore
        while next >= 0 {
            let edge = table.edges[Int(next)]
            next = edge.nextBefore
            lines.append((edge.first, edge.flags.isEmpty))
        }
        lines.sort { $0.first < $1.first }
        let inputs = graph.synapse(of: then).map { Set($0.inputs) } ?? []
        var last: ActionIndex?
        for line in lines where line.first != last {
            let isInput = inputs.contains(graph.places[line.first])
            guard isInput || !line.isOff, isInput || showsAll else { continue }
            last = line.first
            text += "\(name(of: line.first)) -> \(name(of: then)) [ style = \(isInput ? "bold" : "dashed")]\n"
        }
    }

    /// `"vip_start_0 node1"`, `"stonith 'reboot' node1"`, `"Cancel vip_monitor_10000 node1"`.
    private func name(of index: ActionIndex) -> String {
        let action = table.actions[index]
        let node = action.node.map { conditions.nodes[$0].name }
        var text = table.text(of: action.task)
        if action.resource != nil {
            text = table.key(of: index, fencingAction: conditions.options.fencingAction)
            if action.task == .cancel { text = "Cancel \(text)" }
        } else if action.task == .fence {
            text += " '\(conditions.options.fencingAction.rawValue)'"
        }
        let host = node ?? (action.isPseudo ? nil : "<none>")
        let name = (host.map { "\(text) \($0)" } ?? text).map { $0 == "\"" ? "'" : $0 }
        return "\"\(String(name))\""
    }
}
