import ClusterModel

/// Makes the actions and their orderings, step by step; `ActionTable.init` says in which order.
struct ActionPlanner {
    let cib: CIB
    let conditions: ClusterConditions
    let scores: ScoreTable
    let placement: Placement
    var table: ActionTable
    /// In the order in which they were made, which counts: looking one up may make an action.
    var orders: [PendingOrder] = []
    var complaints: [Complaint] = []
    /// By definition.
    var operations: [[ConfiguredOperation]] = []
    /// By node: its fencing.
    var fencing: [ActionIndex?]
    /// By resource: it must be started anew, or its start is not known to have ended.
    var startPending: [Bool]
    /// By resource: it is stopped where it runs but should not, and stays where it should be.
    var stopsUnexpected: [Bool]
    /// By resource: what must be with it, in the order of the configuration. A group has handed that to its last
    /// member, and so blocks nothing, as in 2.1.5.
    var dependents: [ResourceIndex: [ResourceIndex]] = [:]
    /// Operations whose failure expired.
    let expired: Set<FailedOperation>
    /// Actions that changed while an ordering of others was looked at.
    var toVisit: [ActionIndex] = []
    /// By resource: members and instances, in the order in which 2.1.5 has them at that time.
    var children: [[ResourceIndex]]
    /// By instance and group member: the clone or group that is in nothing.
    let tops: [ResourceIndex]

    init(_ cib: CIB, _ conditions: ClusterConditions, _ scores: ScoreTable, _ placement: Placement) {
        self.cib = cib
        self.conditions = conditions
        self.scores = scores
        self.placement = placement
        table = ActionTable(resourceNames: conditions.resources.map(\.id), nodeNames: conditions.nodes.map(\.name))
        table.nodes = placement.nodes
        table.roles = placement.roles
        table.managed = conditions.resources.map(\.isManaged)
        table.unclean = conditions.nodes.map(\.isUnclean)
        fencing = Array(repeating: nil, count: conditions.nodes.count)
        startPending = conditions.resources.map(\.isStartPending)
        stopsUnexpected = Array(repeating: false, count: conditions.resources.count)
        expired = Set(conditions.expiredMonitors)
        children = placement.children
        tops = Self.topOfEach(conditions)
        readOperations()
        for colocation in scores.colocations
        where colocation.score >= Score.infinity.value && conditions.resources[colocation.primary].kind != .group {
            guard !colocation.isGroup else { continue }
            dependents[colocation.primary, default: []].append(colocation.dependent)
        }
    }

    private mutating func readOperations() {
        operations = Array(repeating: [], count: conditions.definitions.count)
        for (place, resource) in conditions.resources.enumerated()
        where resource.kind == .primitive && operations[resource.definition].isEmpty {
            operations[resource.definition] = table.configuredOperations(
                conditions.operations(of: ResourceIndex(place)))
        }
    }

    /// What each resource is in at the outermost; itself where it is in nothing. Outer ones come first in the table.
    private static func topOfEach(_ conditions: ClusterConditions) -> [ResourceIndex] {
        var tops: [ResourceIndex] = []
        tops.reserveCapacity(conditions.resources.count)
        for (place, resource) in conditions.resources.enumerated() {
            tops.append(resource.parent.map { tops[$0] } ?? ResourceIndex(place))
        }
        return tops
    }

    func resource(_ index: ResourceIndex) -> ResourceCondition { conditions.resources[index] }

    func isClone(_ index: ResourceIndex) -> Bool { conditions.resources[index].kind == .clone }

    /// The node where it counts as running: the first where it does; where it needs no fencing, rather one that is
    /// well.
    func currentNode(of index: ResourceIndex) -> NodeIndex? {
        let running = conditions.resources[index].runningOn
        guard running.count > 1, !needsFencing(index) else { return running.first }
        return running.first { isWell($0) } ?? running.first
    }

    func isWell(_ node: NodeIndex) -> Bool { conditions.nodes[node].isOnline && !table.unclean[Int(node.value)] }

    func needsFencing(_ index: ResourceIndex) -> Bool { conditions.resources[index].needsFencing }

    mutating func order(
        _ first: ResourceIndex, _ firstTask: ActionTask, _ then: ResourceIndex, _ thenTask: ActionTask,
        _ flags: OrderFlags
    ) {
        orders.append(PendingOrder(first: .init(first, firstTask), then: .init(then, thenTask), flags: flags))
    }

    mutating func order(_ first: ResourceIndex, _ firstTask: ActionTask, _ then: ActionIndex, _ flags: OrderFlags) {
        orders.append(PendingOrder(first: .init(first, firstTask), then: .init(then, in: table), flags: flags))
    }

    mutating func order(_ first: ActionIndex, _ then: ResourceIndex, _ thenTask: ActionTask, _ flags: OrderFlags) {
        orders.append(PendingOrder(first: .init(first, in: table), then: .init(then, thenTask), flags: flags))
    }
}
