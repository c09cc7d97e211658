import ClusterModel

/// What a run keeps of its scores.
public enum ScoreDetail: Sendable {
    case none
    /// The lines of `crm_simulate -s`.
    case lines
    /// Those, and where every score came from, for `--why`.
    case origins
}

/// Every score of a resource on a node, and what it is made of.
public struct ScoreTable: Sendable {
    /// One line of `crm_simulate -s`.
    public struct Line: Sendable, Equatable {
        public var step: Step
        public var resource: ResourceIndex
        public var node: NodeIndex
        public var score: Int32
    }

    /// Where Pacemaker 2.1.5 prints scores; it calls the places by these names.
    public enum Step: String, Sendable {
        case primitive = "pcmk__primitive_assign"
        case group = "pcmk__group_assign"
        case clone = "pcmk__clone_allocate"
    }

    /// Whether a resource is looked for on a node where it may not run.
    public enum Discovery: UInt8, Sendable, Comparable {
        case always
        case never
        case exclusive

        public static func < (left: Discovery, right: Discovery) -> Bool { left.rawValue < right.rawValue }
    }

    /// By resource, then by node: the scores before colocation counts. A row is shared until it changes.
    public internal(set) var rows: [[Int32]]
    /// In the order of the configuration, then those that groups make.
    public internal(set) var colocations: [Colocation] = []
    /// By resource: the colocations it is dependent in, and those it is primary in, as places in `colocations`, in the
    /// order in which they count.
    public internal(set) var dependentIn: [[Int32]]
    public internal(set) var primaryIn: [[Int32]]
    /// In the order in which 2.1.5 prints them; kept only where a run asks for it.
    public internal(set) var lines: [Line] = []
    /// In the order in which they were given; kept only where a run asks for it.
    public internal(set) var origins: [ScoreOrigin] = []
    public let detail: ScoreDetail
    /// By resource; empty where nothing but `always` is said.
    var discoveries: [[Discovery]]
    var isExclusive: [Bool]

    init(
        _ configuration: CIBConfiguration, _ conditions: ClusterConditions, _ detail: ScoreDetail,
        complaints: inout [Complaint]
    ) throws(Refusal) {
        self.detail = detail
        let count = conditions.resources.count
        rows = Self.firstRows(conditions)
        dependentIn = Array(repeating: [], count: count)
        primaryIn = Array(repeating: [], count: count)
        discoveries = Array(repeating: [], count: count)
        isExclusive = Array(repeating: false, count: count)
        apply(conditions.historyScores, conditions)
        let locations = try LocationReading(configuration, conditions, &complaints).locations
        for location in locations where location.discovery == .exclusive { isExclusive[location.resource] = true }
        // Pacemaker applies them backwards, which shows where sums reach infinity.
        for location in locations.reversed() { apply(location, conditions) }
        applyStickiness(conditions)
        applyThresholds(conditions)
        applyExclusiveDiscovery(conditions)
        readColocations(configuration, conditions, &complaints)
    }

    /// The node stands in the resource's table at all: always so in a symmetric cluster.
    public func isAllowed(_ resource: ResourceIndex, _ node: NodeIndex) -> Bool {
        rows[resource][node] != NodeScores.absent
    }

    public func discovery(_ resource: ResourceIndex, _ node: NodeIndex) -> Discovery {
        discoveries[resource].isEmpty ? .always : discoveries[resource][node]
    }

    /// It is looked for only on nodes that are named for it.
    public func isDiscoveredExclusively(_ resource: ResourceIndex) -> Bool { isExclusive[resource] }

    private static func firstRows(_ conditions: ClusterConditions) -> [[Int32]] {
        let count = conditions.resources.count
        guard conditions.options.isSymmetric else {
            let row = Array(repeating: NodeScores.absent, count: conditions.nodes.count)
            return Array(repeating: row, count: count)
        }
        let early = conditions.nodes.map(\.baseScore)
        let late = conditions.nodes.map(\.finalBaseScore)
        return Array(repeating: early, count: conditions.configuredResources)
            + Array(repeating: late, count: count - conditions.configuredResources)
    }
}
