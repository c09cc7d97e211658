/// Failures of a resource on a node that must be forgotten: an action of the graph does it.
public struct ClearedFailure: Equatable, Sendable {
    public var resource: ResourceIndex
    public var node: NodeIndex
    /// What failed.
    public var operation: String
    public var intervalMilliseconds: Int
    /// In 2.1.5's words: "it expired".
    public var reason: String
}
