/// Why a resource has a score on a node: one part of the sum.
public struct ScoreOrigin: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// A location constraint or a rule, by its id.
        case location(String)
        case health
        case stickiness
        /// In words: "its stop failed there".
        case history(String)
        case migrationThreshold
        case discovery
        /// Where the primary of that colocation is; by its place in `ScoreTable.colocations`.
        case primary(Int32)
        /// What a dependent of that colocation would like.
        case dependent(Int32)
        /// The clone has as many instances there as it may, or may not run there itself.
        case cloneLimit
        case targetRole
    }

    public var resource: ResourceIndex
    public var node: NodeIndex
    public var kind: Kind
    /// What it gives or takes, also where that changes nothing.
    public var score: Int32
    /// Before and after it counted.
    public var before: Int32
    public var after: Int32
}
