import ClusterModel

/// Every score of a resource on a node, and what it is made of.
public struct ScoreTable: Sendable {
    /// One line of `crm_simulate -s`.
    public struct Line: Sendable, Equatable {
        /// The step that Pacemaker 2.1.5 names: `pcmk__primitive_assign`.
        public var step: Step
        public var resource: ResourceIndex
        public var node: NodeIndex
        public var score: Int

        public init(_ step: Step, _ resource: ResourceIndex, _ node: NodeIndex, _ score: Int) {
            self.step = step
            self.resource = resource
            self.node = node
            self.score = score
        }
    }

    public enum Step: String, Sendable {
        case primitive = "pcmk__primitive_assign"
        case group = "pcmk__group_assign"
        case clone = "pcmk__clone_allocate"
    }

    public var colocations: [Colocation] = []
    /// In the order in which 2.1.5 prints them; kept only where a run asks for it.
    public var lines: [Line] = []

    public init(_ cib: CIB, _ conditions: ClusterConditions, complaints: inout [Complaint]) throws(Refusal) {}
}
