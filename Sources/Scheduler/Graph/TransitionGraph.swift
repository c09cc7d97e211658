import ClusterModel

/// What to do after what.
public struct TransitionGraph: Sendable {
    /// In Pacemaker's order: by resource, then fencing and shutdowns; of each the action made last comes first.
    public private(set) var synapses: [Synapse] = []
    /// By action: its place in `synapses`; -1 where it is in no graph.
    public private(set) var places: [Int32] = []
    /// Actions that wait for each other, in a circle; empty where there is none. Nothing of them will be done.
    public private(set) var loop: [ActionIndex] = []

    init(_ conditions: ClusterConditions, _ actions: ActionTable) {
        let producer = GraphProducer(conditions, actions)
        places = Array(repeating: -1, count: actions.actions.count)
        for action in producer.order where producer.isWanted(action) {
            places[action] = Int32(truncatingIfNeeded: synapses.count)
            synapses.append(Synapse(action: action, inputs: [], priority: producer.priority(of: action)))
        }
        for place in synapses.indices { addInputs(to: place, producer) }
        loop = LoopSearch(synapses).loop.map { synapses[$0].action }
    }

    private mutating func addInputs(to place: Int, _ producer: GraphProducer) {
        for input in producer.inputs(of: synapses[place].action) {
            if places[input] >= 0 {
                synapses[place].inputs.append(places[input])
            } else {
                synapses[place].missing.append(input)
            }
        }
    }

    /// What to complain of; nil where all of the graph can be done.
    public func complaint(_ conditions: ClusterConditions, _ actions: ActionTable) -> Complaint? {
        guard !loop.isEmpty else { return nil }
        let keys = loop.prefix(8).map { actions.key(of: $0, fencingAction: conditions.options.fencingAction) }
        let rest = loop.count > 8 ? " and \(loop.count - 8) more" : ""
        let names = keys.joined(separator: ", ")
        return Complaint(.error, "orders make a circle, so nothing of it will be done: \(names)\(rest)")
    }

    /// Nil where it is in no graph.
    public func synapse(of action: ActionIndex) -> Synapse? {
        places[action] < 0 ? nil : synapses[Int(places[action])]
    }
}
