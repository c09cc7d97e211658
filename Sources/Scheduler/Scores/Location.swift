/// A location constraint, or one rule of it, after its names became numbers.
struct Location: Sendable {
    var kind: ScoreOrigin.Kind
    var resource: ResourceIndex
    /// It counts only for a resource that gets this role; `unknown`: for all.
    var role = ResourceRole.unknown
    var discovery = ScoreTable.Discovery.always
    var scores: [(node: NodeIndex, score: Int32)] = []
}
