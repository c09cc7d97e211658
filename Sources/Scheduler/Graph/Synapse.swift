/// One action of the graph, and what must be done before it.
public struct Synapse: Sendable, Equatable {
    public var action: ActionIndex
    /// Places in `TransitionGraph.synapses`, each once, in the order of the actions' numbers.
    public var inputs: [Int32]
    /// What must be done before it and is in no graph, since it cannot be done: so this is never done either.
    public var missing: [ActionIndex] = []
    /// Higher ones first, where more could be done at a time.
    public var priority: Int
}
