import ClusterModel

extension ClusterConditions {
    /// What a whole history comes to: whether the resource runs there, and what its failures ask for.
    mutating func settle(_ run: HistoryRun) {
        let resource = run.resource
        let node = run.node
        markKnown(resource, on: node)
        fenceIfLost(resource, node)
        // A node that will be fenced needs no other answer: afterwards the resource may start again.
        let onFail = nodes[node].isUnclean ? .ignore : run.onFail
        answer(onFail, resource, node)
        guard resources[resource].role > .stopped else {
            if resources[resource].historyName?.utf8.contains(UInt8(ascii: ":")) ?? false {
                resources[resource].historyName = nil
            }
            return
        }
        complainOfOrphan(resource, node)
        complainOfRole(resource, node)
        addRunning(resource, node)
        switch onFail {
        case .ignore: break
        case .demote, .block: resources[resource].isFailed = true
        default:
            resources[resource].isFailed = true
            resources[resource].mustStop = true
        }
    }

    private mutating func markKnown(_ resource: ResourceIndex, on node: NodeIndex) {
        guard resources[resource].role != .unknown else { return }
        var next: ResourceIndex? = resource
        while let index = next {
            if !resources[index].knownOn.contains(node) { resources[index].knownOn.append(node) }
            next = resources[index].isUnique ? nil : resources[index].parent
        }
    }

    private mutating func fenceIfLost(_ resource: ResourceIndex, _ node: NodeIndex) {
        guard resources[resource].role > .stopped, resources[resource].isManaged, options.isFencingEnabled,
            !nodes[node].isOnline, !nodes[node].inMaintenance
        else { return }
        fence(node, because: "\(resources[resource].id) is thought to be active there")
    }

    private mutating func answer(_ onFail: OperationPolicy.OnFail, _ resource: ResourceIndex, _ node: NodeIndex) {
        switch onFail {
        case .ignore: break
        case .demote: resources[resource].isFailed = true
        case .fence: fence(node, because: "\(resources[resource].id) failed there")
        case .standby:
            nodes[node].isStandby = true
            nodes[node].isStandbyByFailure = true
        case .block:
            resources[resource].isManaged = false
            resources[resource].isBlocked = true
        case .migrate: ban(resource, on: node, "it failed there, and on-fail is migrate")
        case .stop: setNextRole(resource, .stopped, "on-fail=stop")
        case .restart, .restartContainer:
            guard resources[resource].role > .stopped else { break }
            // Maintenance is looked at too late for the stop that this asks for.
            if !nodes[node].isOnline, resources[resource].isManaged {
                fence(node, because: "resource actions are unrunnable")
            }
            resources[resource].isFailed = true
            resources[resource].mustStop = true
            requiredStops.append(
                RequiredStop(resource: resource, node: node, wasManaged: resources[resource].isManaged))
        }
    }

    private mutating func complainOfOrphan(_ resource: ResourceIndex, _ node: NodeIndex) {
        guard resources[resource].isOrphan else { return }
        let (id, name) = (resources[resource].id, nodes[node].name)
        complain(
            .warning,
            resources[resource].isManaged
                ? "Detected active orphan \(id) running on \(name)"
                : "Resource '\(id)' must be stopped manually on \(name) because cluster is configured not to stop "
                    + "active orphans", place: id)
    }

    /// Pacemaker demotes it before it stops it.
    private mutating func complainOfRole(_ resource: ResourceIndex, _ node: NodeIndex) {
        guard resources[resource].role >= .unpromoted else { return }
        let (id, name) = (resources[resource].id, nodes[node].name)
        complain(.warning, "\(id) has a promoted role on \(name), and is not demoted before it stops", place: id)
    }

    /// A resource runs on a node, and so does something in each thing it is in.
    private mutating func addRunning(_ resource: ResourceIndex, _ node: NodeIndex) {
        guard !resources[resource].runningOn.contains(node) else { return }
        resources[resource].runningOn.append(node)
        if resources[resource].kind == .primitive {
            nodes[node].running.append(resource)
            if nodes[node].inMaintenance { resources[resource].isManaged = false }
        }
        guard resources[resource].isManaged else { return keepUnmanaged(resource, node) }
        if resources[resource].kind == .primitive, activeCount(resource) > 1 { answerTooActive(resource) }
        if let parent = resources[resource].parent { addRunning(parent, node) }
    }

    private mutating func keepUnmanaged(_ resource: ResourceIndex, _ node: NodeIndex) {
        historyScores.append(
            HistoryScore(resource: resource, node: node, score: NodeScores.infinity, reason: "it is not managed"))
        guard nodes[node].isOnline else { return }
        var next = resources[resource].parent
        while let parent = next {
            resources[parent].runningOn.append(node)
            next = resources[parent].parent
        }
    }

    private mutating func answerTooActive(_ resource: ResourceIndex) {
        switch resources[resource].options.multipleActive {
        case .stopStart, .stopUnexpected: break
        case .stopOnly: banEverywhere(resource, "it runs more than once, and multiple-active is stop_only")
        case .block:
            block(resource)
            guard let parent = resources[resource].parent, resources[parent].kind == .group,
                resources[parent].options.multipleActive == .block
            else { return }
            for member in resources[parent].children { block(member) }
        }
    }

    private mutating func block(_ resource: ResourceIndex) {
        resources[resource].isManaged = false
        resources[resource].isBlocked = true
    }

    /// On how many nodes it counts as running: lost ones count only where fencing must come first.
    private func activeCount(_ resource: ResourceIndex) -> Int {
        let running = resources[resource].runningOn
        guard !resources[resource].needsFencing else { return running.count }
        return running.filter { nodes[$0].isOnline && !nodes[$0].isUnclean }.count
    }

    /// The node that counts where a resource runs on several: a sound one, where fencing need not come first.
    public func currentNode(of resource: ResourceIndex) -> NodeIndex? {
        let running = resources[resource].runningOn
        if !resources[resource].needsFencing,
            let sound = running.first(where: { nodes[$0].isOnline && !nodes[$0].isUnclean })
        {
            return sound
        }
        return running.first
    }
}
