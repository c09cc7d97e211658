import ClusterModel

extension ClusterConditions {
    /// The nodes of the configuration, in the order of their names; nothing is known of them yet.
    mutating func readNodes(_ cib: CIB, _ reading: AttributeReading, _ properties: NameTable) throws(Refusal) {
        for (place, definition) in cib.configuration.nodes.enumerated() where !definition.id.isEmpty {
            var node = NodeCondition(id: definition.id, name: definition.name)
            try node.readType(definition.attributes["type"])
            node.definition = place
            node.isUnclean = options.fencesUnseenNodes
            node.isDC = definition.id.lowercased() == cib.attributes["dc-uuid"]?.lowercased()
            node.baseScore = ValueText.score(definition.attributes["score"])
            node.finalBaseScore = node.baseScore
            node.addBuiltInAttributes(properties)
            reading.read(definition.attributeSets, into: &node.attributes)
            node.addSite(properties)
            nodes.append(node)
        }
        try refuseDoubles()
        nodes = MergeSort.sorted(nodes) { NameOrder.isBefore($1.name, $0.name) ? 1 : -1 }
        controller = nodes.firstIndex { $0.isDC }.map { NodeIndex($0) }
        for (place, node) in nodes.enumerated() {
            let (name, id) = (node.name.lowercased(), node.id.lowercased())
            if nodeIndices[name] == nil { nodeIndices[name] = NodeIndex(place) }
            if nodeIDs[id] == nil { nodeIDs[id] = NodeIndex(place) }
        }
    }

    /// Reports, graphs and the status know nodes by their names.
    private func refuseDoubles() throws(Refusal) {
        var names: Set<String> = []
        for node in nodes where !names.insert(node.name.lowercased()).inserted {
            throw Refusal("two nodes of the name \(node.name)", id: node.id, remedy: "give each node a name of its own")
        }
    }

    /// What the status says of each node, its history left out.
    mutating func readStates(_ cib: CIB, _ reading: AttributeReading, _ properties: NameTable) {
        for (place, state) in cib.nodeStates.enumerated() {
            guard let index = node(of: state) else {
                complain(.warning, "Ignoring recorded node state for '\(state.name)'", place: state.id)
                continue
            }
            complainOfDoubles(in: state, of: index)
            if nodes[index].state == nil { nodes[index].state = place }
            nodes[index].addBuiltInAttributes(properties)
            reading.read(state.transientAttributes, overwriting: true, into: &nodes[index].attributes)
            nodes[index].addSite(properties)
            nodes[index].readModes()
            nodes[index].isUnclean = false
            nodes[index].isUnseen = false
            settleState(of: index, state)
        }
    }

    private mutating func settleState(of index: NodeIndex, _ state: NodeState) {
        let membership = Membership(state.attributes)
        nodes[index].isShuttingDown = nodes[index].attributes["shutdown"].map { $0 != "0" } ?? false
        nodes[index].isExpectedUp = !nodes[index].isShuttingDown && membership.isExpectedUp
        let standing =
            nodes[index].isPing
            ? Membership.Standing(isOnline: false)
            : options.isFencingEnabled
                ? membership.withFencing(nodes[index]) : membership.withoutFencing(nodes[index])
        nodes[index].isOnline = standing.isOnline
        if standing.isPending {
            nodes[index].isPending = true
            nodes[index].isStandby = true
        }
        if let reason = standing.fenceReason { fence(index, because: reason) }
        if !standing.isOnline || nodes[index].isShuttingDown { nodes[index].finalBaseScore = -NodeScores.infinity }
        if !hasQuorum, standing.isOnline, options.withoutQuorum == .suicide {
            fence(index, because: "cluster does not have quorum")
        }
    }

    /// A node that is unclean already keeps the reason it has.
    mutating func fence(_ node: NodeIndex, because reason: String) {
        guard !nodes[node].isUnclean else { return }
        nodes[node].isUnclean = true
        nodes[node].fenceReasons.append(FenceReason(reason))
        fenced.append(node)
    }

    private mutating func complainOfDoubles(in state: NodeState, of index: NodeIndex) {
        let name = nodes[index].name
        if nodes[index].state != nil {
            nodes[index].hasTwoHistories = true
            complain(
                .warning, "There is more than one node state of \(name), and one history is ignored", place: state.id)
        }
        for part in ["transient_attributes", "lrm"]
        where state.unknown.contains(where: { $0.section == "node_state" && $0.xml.isElement(part) }) {
            if part == "lrm" { nodes[index].hasTwoHistories = true }
            complain(.warning, "Ignoring all but the first <\(part)> of node \(name)", place: state.id)
        }
    }

    /// A state that lacks its node's id or name is none, as in 2.1.5.
    func node(of state: NodeState) -> NodeIndex? {
        guard !state.id.isEmpty, let name = state.attributes["uname"] else { return nil }
        return node(id: state.id, name: name)
    }

    /// By its id, else by its name, whatever the case of its letters.
    private func node(id: String, name: String) -> NodeIndex? { nodeIDs[id.lowercased()] ?? node(named: name) }

    public func node(named name: String) -> NodeIndex? { nodeIndices[name.lowercased()] }

    /// Fencing works at all, and this cluster may fence that node.
    public func canFence(_ node: NodeIndex) -> Bool {
        options.isFencingEnabled && hasFenceDevice
            && (hasQuorum || options.withoutQuorum == .ignore || nodes[node].isOnline)
    }
}

extension NodeCondition {
    fileprivate mutating func readType(_ type: String?) throws(Refusal) {
        switch type?.lowercased() {
        case nil, "member", "normal": break
        case "remote":
            throw Refusal("remote nodes", id: id, remedy: "delete the node, or make it a full member")
        default: isPing = true
        }
    }

    fileprivate mutating func addBuiltInAttributes(_ properties: NameTable) {
        attributes.set("#kind", "cluster")
        attributes.set("#uname", name)
        attributes.set("#id", id)
        attributes.set("#is_dc", isDC ? "true" : "false")
        if let cluster = properties["cluster-name"] { attributes.set("#cluster-name", cluster) }
    }

    fileprivate mutating func addSite(_ properties: NameTable) {
        guard attributes["#site-name"] == nil else { return }
        guard let site = attributes["site-name"] ?? properties["cluster-name"] else { return }
        attributes.set("#site-name", site)
    }

    fileprivate mutating func readModes() {
        if ValueText.isTrue(attributes["standby"]) { isStandby = true }
        if ValueText.isTrue(attributes["maintenance"]) { inMaintenance = true }
    }
}

extension String {
    /// The text of an element of that name.
    fileprivate func isElement(_ name: String) -> Bool {
        hasPrefix("<\(name) ") || hasPrefix("<\(name)>") || hasPrefix("<\(name)/")
    }
}
