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
    /// Colocations that branch and join again make ever more ways; after so many steps, wishes of dependents count no
    /// more.
    var mergeSteps = 10_000_000

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
        switch conditions.resources[resource].kind {
        case .primitive: placePrimitive(resource, preferring: wish)
        case .group: placeGroup(resource, preferring: wish)
        case .clone: placeClone(resource, preferring: wish)
        }
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
