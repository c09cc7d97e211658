import ClusterModel

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

    /// What comes of the choice in this transition.
    public enum Outcome: String, Sendable {
        case nowhere
        /// It is there already.
        case stays
        case goes
        /// It is there already, is stopped there, and started again.
        case restarts
        /// Something keeps it from being done.
        case blocked
    }

    public var resource: String
    /// Where it should be; empty for nowhere.
    public var chosen: [String]
    public var outcome: Outcome
    /// What keeps the choice from being carried out; nil where nothing does.
    public var hindrance: String?
    /// Where it restarts, of all places.
    public var restarting: [String]
    /// Why it restarts where it is; nil where it does not.
    public var restart: String?
    /// Where it runs at once, though it may run on one node only; else empty.
    public var activeTogether: [String]
    public var nodes: [Node]
    /// Why this node, of all.
    public var reason: String
    /// What would move it; empty where nothing would.
    public var movers: [String]
    /// Which constraint, failure or state keeps it from each node where it may not run.
    public var obstacles: [String]
    /// Ids of the constraints that all this rests on.
    public var constraints: [String]

    /// Nil where there is no such resource. The configured name of what a clone is made of stands for the clone.
    /// - Parameters:
    ///   - schedule: made with `ScoreDetail.origins`.
    ///   - configuration: of which it was made.
    public init?(of id: String, in schedule: Schedule, _ configuration: CIBConfiguration) {
        let conditions = schedule.conditions
        let instance = conditions.resources.indices.first { InstanceName.base(conditions.resources[$0].id) == id }
        guard let resource = conditions.resource(id) ?? instance.map({ conditions.top(of: ResourceIndex($0)) })
        else { return nil }
        self.init(ExplanationReader(schedule, configuration, resource))
    }

    private init(_ reader: ExplanationReader) {
        resource = reader.name
        chosen = reader.chosen.map { reader.nodeName($0) }
        let (cause, restart) = (reader.hindrance, reader.restart)
        hindrance = cause?.text
        outcome =
            cause != nil
            ? .blocked : chosen.isEmpty ? .nowhere : reader.isMoving ? .goes : restart != nil ? .restarts : .stays
        restarting = outcome == .restarts ? reader.restartNodes.map { reader.nodeName($0) } : []
        self.restart = outcome == .restarts ? restart?.text : nil
        activeTogether = reader.activeTogether.map { reader.nodeName($0) }
        nodes = reader.nodes
        reason = reader.reason
        movers = reader.movers
        obstacles = reader.obstacles
        let more = (cause?.constraints ?? []) + (restart?.constraints ?? [])
        var seen = Set<String>()
        constraints = (reader.constraints + more).filter { seen.insert($0).inserted }
    }

    /// One paragraph.
    public var text: String {
        var sentences = ["\(place): \(restart.map { "\($0); " } ?? "")\(reason)."]
        if !activeTogether.isEmpty {
            sentences.insert("\(resource) runs on \(activeTogether.joined(separator: " and ")) at once.", at: 0)
        }
        if let hindrance { sentences.append("That cannot be done: \(hindrance).") }
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

    private var place: String {
        let nodes = chosen.joined(separator: ", ")
        return switch outcome {
        case .nowhere: "\(resource) runs nowhere"
        case .stays: "\(resource) stays on \(nodes)"
        case .restarts: "\(resource) restarts on \(restarting.joined(separator: ", "))"
        case .goes: "\(resource) goes to \(nodes)"
        case .blocked: "\(resource) should \(chosen.isEmpty ? "run nowhere" : "be on \(nodes)")"
        }
    }
}
