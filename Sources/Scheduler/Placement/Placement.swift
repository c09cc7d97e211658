/// Where each resource goes.
public struct Placement: Sendable {
    /// By resource (primitives; nil: nowhere, and for groups and clones, which `nodes(of:in:)` answers).
    public var nodes: [NodeIndex?] = []
    /// By resource: the role after the transition.
    public var roles: [ResourceRole] = []
    /// By resource: why the role is so, in 2.1.5's words; empty where nothing special.
    public var reasons: [Int32: String] = [:]
    /// Primitives in the order in which they were placed.
    public var order: [ResourceIndex] = []

    public init(_ conditions: ClusterConditions, _ scores: inout ScoreTable) {}
}
