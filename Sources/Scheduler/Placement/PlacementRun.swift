/// The placing of resources one after the other, each seeing what was decided before it: Pacemaker 2.1.5's order and
/// rules, step by step.
struct PlacementRun {
    let conditions: ClusterConditions
    var scores: ScoreTable
    var placement: Placement
    /// By resource: nothing is decided yet; it is being decided; its wishes are being looked at.
    var isOpen: [Bool]
    var isPlacing: [Bool]
    var isMerging: [Bool]
    /// By node: resources that go there.
    var load: [Int32]
    /// By clone, then by node: its instances that go there.
    var instances: [ResourceIndex: [Int32]] = [:]
    let isUsable: [Bool]
    /// What made a decision impossible: it is the first that counts.
    private(set) var refusal: Refusal?
    private var depth = 0
    private var mergeSteps = 0

    init(_ conditions: ClusterConditions, _ scores: ScoreTable) {
        self.conditions = conditions
        self.scores = scores
        placement = Placement(conditions)
        let count = conditions.resources.count
        isOpen = Array(repeating: true, count: count)
        isPlacing = Array(repeating: false, count: count)
        isMerging = Array(repeating: false, count: count)
        load = Array(repeating: 0, count: conditions.nodes.count)
        isUsable = conditions.nodes.map(\.isUsable)
    }

    /// - Parameter wish: the node to take where all else is equal.
    /// - Returns: the node, where all of it goes to one.
    @discardableResult
    mutating func place(_ resource: ResourceIndex, preferring wish: NodeIndex?) -> NodeIndex? {
        guard descend(to: resource) else { return nil }
        defer { ascend() }
        return switch conditions.resources[resource].kind {
        case .primitive: placePrimitive(resource, preferring: wish)
        case .group: placeGroup(resource, preferring: wish)
        case .clone: placeClone(resource, preferring: wish)
        }
    }

    // MARK: Bounds

    /// As many as a loop thread's stack of 8 MB holds, twice over.
    private static let depthMax = 1000
    /// Colocations that branch and join again make ever more ways; so many are gone within a second or two.
    private static let mergeStepsMax = 3_000_000

    /// - Returns: whether to go on from one resource to another that it shall be with.
    mutating func descend(to resource: ResourceIndex, merging: Bool = false) -> Bool {
        if merging { mergeSteps += 1 }
        let isLongGroup =
            conditions.resources[resource].kind == .group
            && placement.children[resource].count > Self.depthMax
        let isShort = depth < Self.depthMax && !isLongGroup
        guard refusal == nil, isShort, mergeSteps <= Self.mergeStepsMax else {
            refuse(resource, isShort: isShort)
            return false
        }
        depth += 1
        return true
    }

    mutating func ascend() { depth -= 1 }

    private mutating func refuse(_ resource: ResourceIndex, isShort: Bool) {
        guard refusal == nil else { return }
        let what =
            isShort
            ? "colocations that branch and join again this often"
            : "a chain of more than \(Self.depthMax) resources, each with the next"
        refusal = Refusal(
            what, id: conditions.resources[resource].id, remedy: "make the group smaller, or delete colocations")
    }

    /// The scores of a resource and of all that is in it, as `crm_simulate -s` prints them.
    mutating func show(_ resource: ResourceIndex, at step: ScoreTable.Step) {
        guard scores.detail != .none, !conditions.resources[resource].isOrphan else { return }
        for (place, score) in scores.rows[resource].enumerated() where score != NodeScores.absent {
            scores.lines.append(
                ScoreTable.Line(step: step, resource: resource, node: NodeIndex(place), score: score))
        }
        for child in placement.children[resource] { show(child, at: step) }
    }

    mutating func setRole(_ resource: ResourceIndex, _ role: ResourceRole, _ reason: String) {
        guard placement.roles[resource] != role else { return }
        placement.roles[resource] = role
        placement.reasons[resource] = reason
    }

    /// It may run resources, and no score speaks against it.
    func isAvailable(_ node: Int, _ row: [Int32]) -> Bool { isUsable[node] && row[node] >= 0 }

    func anyAvailable(_ row: [Int32]) -> Bool { row.indices.contains { isAvailable($0, row) } }
}
