/// Where each resource goes.
public struct Placement: Sendable {
    /// By resource: of primitives; nil: nowhere. Groups and clones have none of their own.
    public internal(set) var nodes: [NodeIndex?]
    /// By resource: the role after the transition; `unknown` where the node alone says it.
    public internal(set) var roles: [ResourceRole]
    /// By resource: why the role is so, in 2.1.5's words; empty where nothing special.
    public internal(set) var reasons: [String]
    /// By resource: it may be started and stopped. Some are not once it shows that nothing can be fenced.
    public internal(set) var isManaged: [Bool]
    /// Primitives in the order in which they were placed.
    public internal(set) var order: [ResourceIndex] = []
    /// By resource: members and instances, instances in the order in which they were placed.
    public internal(set) var children: [[ResourceIndex]]
    /// By resource: nothing was decided, for there are enough instances without it.
    public internal(set) var isOpen: [Bool] = []
    /// By resource: the scores that the choice was made by.
    public internal(set) var rows: [[Int32]]

    /// - Throws: where colocations make chains that are too long, or too many ways.
    public init(_ conditions: ClusterConditions, _ scores: inout ScoreTable) throws(Refusal) {
        var run = PlacementRun(conditions, scores)
        for top in conditions.tops { run.place(top, preferring: nil) }
        if let refusal = run.refusal { throw refusal }
        self = run.placement
        isOpen = run.isOpen
        rows = run.scores.rows
        scores.lines = run.scores.lines
        scores.origins = run.scores.origins
    }

    init(_ conditions: ClusterConditions) {
        nodes = Array(repeating: nil, count: conditions.resources.count)
        roles = conditions.resources.map(\.nextRole)
        reasons = conditions.resources.map(\.nextRoleReason)
        isManaged = conditions.resources.map(\.isManaged)
        children = conditions.resources.map(\.children)
        rows = []
    }

    /// Where a resource, or anything in it, goes; each node once.
    public func nodes(of resource: ResourceIndex) -> [NodeIndex] {
        guard !children[resource].isEmpty else { return nodes[resource].map { [$0] } ?? [] }
        return children[resource].reduce(into: []) { all, child in
            for node in nodes(of: child) where !all.contains(node) { all.append(node) }
        }
    }

    /// The node where all of a resource goes; nil where it is none, or more than one.
    public func onlyNode(of resource: ResourceIndex) -> NodeIndex? {
        let all = nodes(of: resource)
        return all.count == 1 ? all[0] : nil
    }
}
