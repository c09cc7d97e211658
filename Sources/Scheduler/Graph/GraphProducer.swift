import ClusterModel

/// Which actions are in the graph, and which orderings.
struct GraphProducer {
    private let conditions: ClusterConditions
    private let table: ActionTable
    /// All actions, in the order in which the graph has them.
    private(set) var order: [ActionIndex] = []

    init(_ conditions: ClusterConditions, _ table: ActionTable) {
        self.conditions = conditions
        self.table = table
        order.reserveCapacity(table.actions.count)
        for top in conditions.tops { add(top) }
        for place in table.actions.indices.reversed() where table.actions[place].resource == nil {
            order.append(ActionIndex(place))
        }
    }

    private mutating func add(_ resource: ResourceIndex) {
        let state = conditions.resources[resource]
        if state.kind != .clone { order += table.ofResource(resource) }
        for child in state.children { add(child) }
        if state.kind == .clone { order += table.ofResource(resource) }
    }

    func isWanted(_ index: ActionIndex) -> Bool {
        let action = table.actions[index]
        guard action.isRunnable, !action.isOptional || action.flags.contains(.always), isAllowed(action) else {
            return false
        }
        if action.isPseudo || action.task == .fence || action.task == .shutdown { return true }
        guard let node = action.node else { return false }
        return conditions.nodes[node].isOnline && !table.unclean[Int(node.value)]
    }

    /// What is not managed is only watched.
    private func isAllowed(_ action: Action) -> Bool {
        guard let resource = action.resource, !table.managed[resource] else { return true }
        return action.task == .monitor || action.intervalMilliseconds > 0
    }

    func priority(of index: ActionIndex) -> Int {
        let action = table.actions[index]
        let own = action.flags.contains(.urgent) ? Score.infinity.value : 0
        guard let resource = action.resource else { return own }
        return max(own, Int(conditions.resources[resource].options.priority))
    }

    /// What must be done before it, each once, in the order of their numbers.
    func inputs(of index: ActionIndex) -> [ActionIndex] {
        var edges = edgesBefore(index)
        if edges.count > 1 { edges.sort { $0.first < $1.first } }
        var inputs: [ActionIndex] = []
        var place = 0
        while place < edges.count {
            let first = edges[place].first
            var flags = OrderFlags()
            while place < edges.count, edges[place].first == first {
                flags.formUnion(edges[place].flags)
                place += 1
            }
            if isInput(first, to: index, flags) { inputs.append(first) }
        }
        return inputs
    }

    private func edgesBefore(_ index: ActionIndex) -> [OrderEdge] {
        var edges: [OrderEdge] = []
        var next = table.actions[index].firstBefore
        while next >= 0 {
            edges.append(table.edges[Int(next)])
            next = table.edges[Int(next)].nextBefore
        }
        return edges
    }

    private static let harmless: OrderFlags = [.showsFirst, .showsThen, .ordered]

    private func isInput(_ first: ActionIndex, to then: ActionIndex, _ flags: OrderFlags) -> Bool {
        guard !flags.isEmpty else { return false }
        let input = table.actions[first]
        if !input.isRunnable, flags.isSubset(of: Self.harmless) { return false }
        if flags == .ordered, input.flags.contains(.leavesFollowers), input.keyTask == .stop { return false }
        if flags == .apart {
            let node = table.actions[then].node
            if let here = input.node, let there = node, here != there { return false }
            return !input.isOptional
        }
        if isUnmanagedFailedStop(input, before: table.actions[then]) { return false }
        return !input.isOptional || input.flags.contains(.always)
    }

    /// It would hold up a clone for ever.
    private func isUnmanagedFailedStop(_ input: Action, before then: Action) -> Bool {
        guard input.keyTask == .stop, let resource = input.resource, resource != then.resource,
            let waiting = then.resource, conditions.resources[waiting].kind == .clone
        else { return false }
        return conditions.resources[resource].isFailed && !table.managed[resource]
    }
}
