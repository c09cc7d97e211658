import ClusterModel
import Scheduler

/// Makes what is shown out of conditions: which instances of a clone stand alone, and which in its lists.
struct StatusReader {
    private let conditions: ClusterConditions
    private let failedProbes: [FailedProbe]
    private let showsPending: Bool

    init(_ conditions: ClusterConditions, of cib: CIB, showsPending: Bool) {
        self.showsPending = showsPending
        self.conditions = conditions
        failedProbes = conditions.failures.compactMap { FailedProbe($0, in: cib) }
    }

    func topResources() -> [ResourceStatus] { conditions.tops.filter(isShown).map(status) }

    /// An orphan that is gone is not.
    private func isShown(_ index: ResourceIndex) -> Bool {
        if conditions.resources[index].isOrphan { return isActive(index, entirely: true) }
        return !isOutOfSight(index)
    }

    /// It runs only where nobody can look: what is in it is unmanaged on a lost node. 2.1.5 says nothing of it.
    private func isOutOfSight(_ index: ResourceIndex) -> Bool {
        conditions.resources[index].runningOn.isEmpty && isActive(index, entirely: false)
    }

    private func status(_ index: ResourceIndex) -> ResourceStatus {
        switch conditions.resources[index].kind {
        case .primitive: .primitive(primitive(index))
        case .group: .group(group(conditions.resources[index]))
        case .clone: .clone(clone(index))
        }
    }

    private func primitive(_ index: ResourceIndex) -> PrimitiveStatus {
        let resource = conditions.resources[index]
        let definition = conditions.definitions[resource.definition]
        let shown = resource.runningOn.count > 1 ? nil : resource.runningOn.first ?? resource.pendingNode
        let node = shown.map { conditions.nodes[$0] }
        return PrimitiveStatus(
            id: resource.instance == nil || resource.options.isUnique ? resource.id : definition.id,
            agent: Self.agent(definition), description: definition.attributes["description"], role: resource.role,
            pendingState: pendingTask(resource).flatMap(Self.pendingState),
            pendingOperation: pendingTask(resource) == "monitor" ? "Monitoring" : nil,
            nodes: resource.runningOn.map { conditions.nodes[$0].name }, node: node?.name,
            failedProbe: resource.role == .stopped ? failedProbe(definition.id, on: node?.name) : nil,
            isNodeLost: node.map { !$0.isOnline && $0.isUnclean } ?? false, isFailed: resource.isFailed,
            isOrphan: resource.isOrphan, isDisabled: resource.isDisabled, isBlocked: resource.isBlocked,
            isManaged: resource.isManaged, ignoresFailure: resource.ignoresFailure)
    }

    /// Why a probe failed there, or anywhere.
    private func failedProbe(_ id: String, on node: String?) -> String? {
        failedProbes.first { $0.resource == id && (node == nil || $0.node == node) }?.reason
    }

    private static func agent(_ definition: ResourceDefinition) -> String {
        let attributes = definition.attributes
        let kind = attributes["class"] ?? "unknown"
        let provider = kind == "ocf" ? attributes["provider"].map { ":\($0)" } ?? "" : ""
        return "\(kind)\(provider):\(attributes["type"] ?? "unknown")"
    }

    private func pendingTask(_ resource: ResourceCondition) -> String? { showsPending ? resource.pendingTask : nil }

    private static func pendingState(_ task: String) -> String? {
        switch task {
        case "start": "Starting"
        case "stop": "Stopping"
        case "migrate_to", "migrate_from": "Migrating"
        case "promote": "Promoting"
        case "demote": "Demoting"
        default: nil
        }
    }

    private func group(_ resource: ResourceCondition) -> GroupStatus {
        GroupStatus(
            id: resource.id, isManaged: resource.isManaged, isDisabled: resource.isDisabled,
            members: resource.children.map(status))
    }

    // MARK: Clones

    private func clone(_ index: ResourceIndex) -> CloneStatus {
        let resource = conditions.resources[index]
        var alone: [ResourceStatus] = []
        var started: [NodeIndex] = []
        for child in resource.children where !isOutOfSight(child) {
            if standsAlone(child) {
                alone.append(status(child))
            } else if isActive(child, entirely: false) {
                started += conditions.resources[child].runningOn
            }
        }
        return CloneStatus(
            id: resource.id, child: childID(resource), isManaged: resource.isManaged,
            isDisabled: resource.isDisabled, instances: alone,
            started: started.sorted().map { conditions.nodes[$0].name },
            stopped: resource.options.cloneMax > started.count ? stopped(index) : [])
    }

    private func childID(_ clone: ResourceCondition) -> String {
        guard case .clone(let child, _) = conditions.definitions[clone.definition].kind else { return "" }
        return child.id
    }

    /// Whether there is more to say of an instance than where it runs.
    private func standsAlone(_ index: ResourceIndex) -> Bool {
        let resource = conditions.resources[index]
        if pendingTask(resource) != nil { return true }
        guard isActive(index, entirely: false) else { return false }
        guard isActive(index, entirely: true), isOrdinary(index) else { return true }
        let nodes = resource.runningOn
        guard nodes.count == 1, let node = nodes.first.map({ conditions.nodes[$0] }) else { return true }
        return !node.isOnline && node.isUnclean
    }

    private func isOrdinary(_ index: ResourceIndex) -> Bool {
        let resource = conditions.resources[index]
        return !resource.isOrphan && resource.isManaged && !resource.isFailed
            && resource.children.allSatisfy(isOrdinary)
    }

    /// By why nothing runs there. In a cluster that is not symmetric it is not known yet where it may run: nodes that
    /// failures speak against stand for those, or else nodes where its state is known.
    private func stopped(_ clone: ResourceIndex) -> [CloneStatus.Stopped] {
        let child = childID(conditions.resources[clone])
        let running = Set(conditions.resources[clone].runningOn)
        let known = conditions.options.isSymmetric ? nil : bannedNodes(clone) ?? knownNodes(clone)
        let usual = isConfiguredStopped(clone) ? "disabled" : nil
        var stopped: [CloneStatus.Stopped] = []
        for index in conditions.nodes.indices.map({ NodeIndex($0) }) {
            guard !running.contains(index), known?.contains(index) != false else { continue }
            let node = conditions.nodes[index].name
            let reason = failedProbe(child, on: node) ?? usual
            if let place = stopped.firstIndex(where: { $0.reason == reason }) {
                stopped[place].nodes.append(node)
            } else {
                stopped.append(CloneStatus.Stopped(reason: reason, nodes: [node]))
            }
        }
        return stopped.sorted { $0.text < $1.text }
    }

    /// By what is said of the clone, or else of what is in it.
    private func isConfiguredStopped(_ clone: ResourceIndex) -> Bool {
        let resource = conditions.resources[clone]
        let isSaid = conditions.definitions[resource.definition].meta.contains { $0["target-role"] != nil }
        guard !isSaid, let first = resource.children.first else { return resource.isDisabled }
        return conditions.resources[first].isDisabled
    }

    /// Nil where there are none.
    private func bannedNodes(_ clone: ResourceIndex) -> Set<NodeIndex>? {
        let scores = conditions.historyScores.filter { $0.resource == clone }
        guard !scores.isEmpty else { return nil }
        guard !scores.contains(where: { $0.node == nil }) else {
            return Set(conditions.nodes.indices.map { NodeIndex($0) })
        }
        return Set(scores.compactMap(\.node))
    }

    private func knownNodes(_ index: ResourceIndex) -> Set<NodeIndex> {
        let resource = conditions.resources[index]
        return resource.children.reduce(into: Set(resource.knownOn)) { $0.formUnion(knownNodes($1)) }
    }

    /// Whether it runs anywhere that counts: with all its members, or with any of them.
    private func isActive(_ index: ResourceIndex, entirely: Bool) -> Bool {
        let resource = conditions.resources[index]
        switch resource.kind {
        case .primitive:
            return resource.runningOn.contains { node in
                let node = conditions.nodes[node]
                return node.isUnclean || node.isOnline || !resource.isManaged
            }
        case .group where entirely, .clone where entirely:
            return !resource.children.isEmpty && resource.children.allSatisfy { isActive($0, entirely: true) }
        case .group, .clone:
            return resource.children.contains { isActive($0, entirely: false) }
        }
    }
}
