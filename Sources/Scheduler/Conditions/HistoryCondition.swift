import ClusterModel

/// What happened to a resource on a node: one `<lrm_resource>` that means a resource of the configuration, or an
/// orphan.
public struct HistoryCondition: Sendable {
    public var resource: ResourceIndex
    public var node: NodeIndex
    /// Places in the CIB: `nodeStates[state].histories[history]`.
    public var state: Int32
    public var history: Int32
    /// Places in its `operations`, in the order of events.
    public var order: [Int32] = []

    public init(resource: ResourceIndex, node: NodeIndex, state: Int, history: Int) {
        self.resource = resource
        self.node = node
        self.state = Int32(truncatingIfNeeded: state)
        self.history = Int32(truncatingIfNeeded: history)
    }
}
