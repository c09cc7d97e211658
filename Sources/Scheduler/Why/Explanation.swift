/// Why a resource goes where it goes, for `crm_simulate --why`: every score with its origin, what would move it,
/// and what stands in its way.
public struct Explanation: Sendable {
    /// A node as the resource sees it.
    public struct Node: Sendable, Equatable {
        public var name: String
        /// Nil where the resource does not know the node: it may not run there.
        public var score: Int32?
        /// What the score is made of, in words: "stickiness 100".
        public var parts: [String]
        /// Why nothing can run there; nil where it can.
        public var obstacle: String?
    }

    public var resource: String
    /// Where it goes; empty for nowhere.
    public var chosen: [String]
    public var nodes: [Node]
    /// Why this node, of all.
    public var reason: String
    /// What would move it; empty where nothing would.
    public var movers: [String]
    /// Which constraint, failure or state keeps it from each node where it may not run.
    public var obstacles: [String]
    /// Ids of the constraints and rules that all this rests on.
    public var constraints: [String]

    /// Nil where there is no such resource.
    /// - Parameter schedule: made with `ScoreDetail.origins`.
    public init?(of id: String, in schedule: Schedule) {
        guard let resource = schedule.conditions.resource(id) else { return nil }
        self.init(ExplanationReader(schedule, resource))
    }

    private init(_ reader: ExplanationReader) {
        resource = reader.name
        chosen = reader.chosen.map { reader.nodeName($0) }
        nodes = reader.nodes
        reason = reader.reason
        movers = reader.movers
        obstacles = reader.obstacles
        constraints = reader.constraints
    }

    /// One paragraph.
    public var text: String {
        var sentences = [chosen.isEmpty ? "\(resource) runs nowhere: \(reason)." : "\(place): \(reason)."]
        let scores = nodes.map { node in
            let score = node.score.map(NodeScores.text) ?? "not allowed"
            return node.parts.isEmpty
                ? "\(node.name) \(score)" : "\(node.name) \(score) (\(node.parts.joined(separator: ", ")))"
        }
        if !scores.isEmpty { sentences.append("Scores: \(scores.joined(separator: "; ")).") }
        if !movers.isEmpty { sentences.append("It would move: \(movers.joined(separator: "; ")).") }
        if !obstacles.isEmpty { sentences.append("In its way: \(obstacles.joined(separator: "; ")).") }
        return sentences.joined(separator: " ")
    }

    private var place: String { "\(resource) goes to \(chosen.joined(separator: ", "))" }
}
