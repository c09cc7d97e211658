/// `rsc_colocation` after its ids became numbers: where `primary` goes, `dependent` shall be (or not be) too.
public struct Colocation: Sendable {
    public var id: String
    public var score: Int32
    public var dependent: ResourceIndex
    public var primary: ResourceIndex
    /// Roles and node attributes are refused for now.
    public var dependentRole = ResourceRole.unknown
    public var primaryRole = ResourceRole.unknown
    /// `influence`, or made by a group and the dependent is critical: the dependent counts in the primary's placement.
    public var hasInfluence = true
    /// Made by a group, not by a constraint.
    public var isGroup = false

    public init(id: String, score: Int32, dependent: ResourceIndex, primary: ResourceIndex) {
        self.id = id
        self.score = score
        self.dependent = dependent
        self.primary = primary
    }
}
