import ClusterModel

/// Every action that the transition knows of, done already or not, and the orderings between them.
public struct ActionTable: Sendable {
    /// In the order in which they were made.
    public internal(set) var actions: [Action] = []
    public internal(set) var edges: [OrderEdge] = []
    /// Where each resource will be: the placement, less what orderings of clones forbid.
    public internal(set) var nodes: [NodeIndex?] = []
    /// By resource: the role after the transition.
    public internal(set) var roles: [ResourceRole] = []
    /// By resource: it may be started and stopped.
    public internal(set) var managed: [Bool] = []
    /// By node: it must be fenced, which may have come out only while actions were made.
    public internal(set) var unclean: [Bool] = []
    /// By resource: a changed definition is made known to it without a restart.
    public internal(set) var reloads: Set<ResourceIndex> = []
    /// By resource: it restarts since its definition changed.
    public internal(set) var redefined: Set<ResourceIndex> = []
    /// "Transition Summary", line by line.
    public internal(set) var changes: [PlannedChange] = []
    /// Names of operations that only an operator knows.
    public internal(set) var customTasks: [String] = []
    /// By resource.
    var newestOfResource: [ActionChains] = []
    var customPlaces: [String: Int32] = [:]
    var resourceNames: [String] = []
    var nodeNames: [String] = []

    init(
        _ cib: CIB, _ conditions: ClusterConditions, _ scores: ScoreTable, _ placement: Placement,
        digest: (String) -> String, complaints: inout [Complaint]
    ) throws(Refusal) {
        var planner = ActionPlanner(cib, conditions, scores, placement)
        try planner.refuseNotifications()
        planner.takeHistory()
        try planner.orderByConstraints()
        planner.orderImplicitly()
        planner.findChangedDefinitions(digest: digest)
        planner.settlePlacement()
        planner.addProbes()
        planner.clearFailuresOfOrphans()
        planner.addResourceActions()
        planner.addFencingAndShutdowns()
        planner.applyOrders()
        planner.summarize()
        complaints += planner.complaints
        self = planner.table
    }

    /// Empty, for a cluster of that many resources and nodes.
    init(resourceNames: [String], nodeNames: [String]) {
        self.resourceNames = resourceNames
        self.nodeNames = nodeNames
        newestOfResource = Array(repeating: ActionChains(), count: resourceNames.count)
    }

    public func text(of task: ActionTask) -> String {
        if case .custom(let place) = task { return customTasks[Int(place)] }
        return task.text ?? ""
    }

    /// `vip_monitor_10000`, `stonith-node1-reboot`, `do_shutdown-node1`.
    public func key(of index: ActionIndex, fencingAction: ClusterOptions.FencingAction) -> String {
        let action = actions[index]
        if let resource = action.resource {
            return "\(resourceNames[Int(resource.value)])_\(text(of: action.keyTask))_\(action.intervalMilliseconds)"
        }
        let node = action.node.map { nodeNames[Int($0.value)] } ?? ""
        let key = "\(text(of: action.task))-\(node)"
        return action.task == .fence ? "\(key)-\(fencingAction.rawValue)" : key
    }
}
