import ClusterModel

/// What to do next in a cluster, and why: each stage is a value, made of the values before it.
public struct Schedule: Sendable {
    /// What the status means: nodes, resources with where they run, failures.
    public var conditions: ClusterConditions
    /// Every score with its origin.
    public var scores: ScoreTable
    /// Where each resource goes.
    public var placement: Placement
    /// Every action, with why.
    public var actions: ActionTable
    /// What to do after what.
    public var graph: TransitionGraph
    /// What is wrong in the configuration or the status.
    public var complaints: [Complaint]

    /// - Parameters:
    ///   - now: in seconds since 1970; failures expire by it.
    ///   - digest: MD5 of a text in 32 hexadecimal digits.
    ///   - detail: what to keep of the scores: each thing more costs time.
    public init(
        _ cib: CIB, at now: Int, detail: ScoreDetail = .none, digest: (String) -> String
    ) throws(Refusal) {
        var complaints: [Complaint] = []
        conditions = try ClusterConditions(cib, at: now, digest: digest, complaints: &complaints)
        scores = try ScoreTable(cib.configuration, conditions, detail, complaints: &complaints)
        placement = try Placement(conditions, &scores)
        actions = try ActionTable(cib, conditions, scores, placement, digest: digest, complaints: &complaints)
        graph = TransitionGraph(conditions, actions)
        if let complaint = graph.complaint(conditions, actions) { complaints.append(complaint) }
        self.complaints = complaints
    }
}
