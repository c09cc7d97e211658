import ClusterModel

/// An operation that failed, for the reports; expired ones are left out.
public struct FailedOperation: Hashable, Sendable {
    public var node: NodeIndex
    public var resource: ResourceIndex
    /// Place in the CIB: `nodeStates[state].histories[history].operations[operation]`.
    public var state: Int32
    public var history: Int32
    public var operation: Int32

    public init(node: NodeIndex, resource: ResourceIndex, state: Int, history: Int, operation: Int) {
        self.node = node
        self.resource = resource
        self.state = Int32(truncatingIfNeeded: state)
        self.history = Int32(truncatingIfNeeded: history)
        self.operation = Int32(truncatingIfNeeded: operation)
    }
}
