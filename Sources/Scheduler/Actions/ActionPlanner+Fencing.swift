/// Fencing of nodes, and shutting them down.
extension ActionPlanner {
    /// The fencing of a node: optional until it is known that it will be done.
    mutating func fencingAction(of node: NodeIndex) -> ActionIndex {
        if let index = fencing[Int(node.value)] { return index }
        let index = table.append(
            Action(
                .fence, key: .fence, of: nil, on: node, intervalMilliseconds: 0, flags: [.optional, .runnable]))
        fencing[Int(node.value)] = index
        return index
    }

    /// Something came out for which the node must be fenced.
    mutating func fence(_ node: NodeIndex, _ reason: String) {
        guard !table.unclean[Int(node.value)] else { return }
        table.unclean[Int(node.value)] = true
        setReason(fencingAction(of: node), reason, overwrites: false)
    }

    mutating func addFencingAndShutdowns() {
        let hasManaged = table.managed.contains(true)
        var down = DownActions()
        for place in conditions.nodes.indices {
            let node = NodeIndex(place)
            if hasManaged, table.unclean[place], conditions.canFence(node) {
                addFencing(of: node, &down)
            } else if conditions.nodes[place].isOnline, conditions.nodes[place].isShuttingDown {
                addShutdown(of: node, &down)
            }
        }
        orderControllerLast(down)
    }

    private mutating func addFencing(of node: NodeIndex, _ down: inout DownActions) {
        let index = fencingAction(of: node)
        table.actions[index].flags.remove(.optional)
        setReason(index, "node is unclean", overwrites: false)
        for top in conditions.tops { orderVersusFencing(top, index, node) }
        if conditions.nodes[node].isDC {
            down.ofController = index
        } else {
            if !conditions.options.fencesConcurrently, let last = down.fencing.last {
                table.order(last, index, .ordered)
            }
            down.fencing.append(index)
        }
    }

    private mutating func addShutdown(of node: NodeIndex, _ down: inout DownActions) {
        let index = table.append(
            Action(.shutdown, key: .shutdown, of: nil, on: node, intervalMilliseconds: 0, flags: .runnable))
        if conditions.nodes[node].isDC {
            down.ofController = index
        } else {
            down.shutdowns.append(index)
        }
        guard !conditions.nodes[node].inMaintenance else { return }
        for place in table.actions.indices where table.actions[place].task == .stop && table.actions[place].node == node
        {
            orderStop(ActionIndex(place), beforeShutdown: index)
        }
    }

    private mutating func orderStop(_ stop: ActionIndex, beforeShutdown shutdown: ActionIndex) {
        guard let resource = table.actions[stop].resource else { return }
        let state = conditions.resources[resource]
        guard !state.inMaintenance, table.managed[resource] || state.isBlocked else { return }
        table.actions[stop].flags.remove(.optional)
        orders.append(
            PendingOrder(
                first: .init(stop, in: table), then: .init(shutdown, in: table), flags: [.ordered, .needsFirst]))
    }

    /// The controller goes down after the other nodes, so that the rest is not interrupted.
    private mutating func orderControllerLast(_ down: DownActions) {
        guard let last = down.ofController else { return }
        if table.actions[last].task == .shutdown {
            for shutdown in down.shutdowns { table.order(shutdown, last, .ordered) }
        }
        let before = conditions.options.fencesConcurrently ? down.fencing : down.fencing.suffix(1)
        for fencing in before { table.order(fencing, last, .ordered) }
    }

    /// Starts wait for fencing, and stops on the fenced node become true by it.
    private mutating func orderVersusFencing(_ resource: ResourceIndex, _ fencing: ActionIndex, _ node: NodeIndex) {
        let state = conditions.resources[resource]
        guard state.kind == .primitive else {
            for child in state.children { orderVersusFencing(child, fencing, node) }
            return
        }
        guard table.managed[resource] else { return }
        orderStartsAfter(fencing, resource, node)
        implyStops(resource, by: fencing, on: node)
    }

    private mutating func orderStartsAfter(_ fencing: ActionIndex, _ resource: ResourceIndex, _ node: NodeIndex) {
        var next = table.newestOfResource[resource].other
        while next >= 0 {
            let index = ActionIndex(Int(next))
            next = table.actions[index].nextOfResource
            switch table.actions[index].need {
            case .nothing: break
            case .fencing: table.order(fencing, index, .ordered)
            case .quorum:
                guard table.actions[index].task == .start, scores.isAllowed(resource, node),
                    !isKnown(resource, on: node)
                else { break }
                table.order(fencing, index, [.ordered, .needsFirst])
            }
        }
    }

    private func isKnown(_ resource: ResourceIndex, on node: NodeIndex) -> Bool {
        let state = conditions.resources[resource]
        if state.knownOn.contains(node) { return true }
        guard let parent = state.parent, conditions.resources[parent].kind == .clone else { return false }
        return conditions.resources[parent].children.contains { conditions.resources[$0].knownOn.contains(node) }
    }

    private mutating func implyStops(_ resource: ResourceIndex, by fencing: ActionIndex, on node: NodeIndex) {
        let stops = table.find(.stop, of: resource, on: node)
        guard !stops.isEmpty else { return }
        let waits = needsFencing(resource)
        let outer = waits ? table.newest(.stop, of: tops[resource]) : nil
        for stop in stops {
            table.actions[stop].flags.formUnion([.pseudo, .runnable])
            guard waits else { continue }
            table.actions[stop].flags.insert(.impliedByFencing)
            table.order(fencing, stop, .fencing)
            if let outer { table.order(fencing, outer, .fencing) }
        }
    }
}

/// What takes nodes down, in the order found.
private struct DownActions {
    var ofController: ActionIndex?
    var fencing: [ActionIndex] = []
    var shutdowns: [ActionIndex] = []
}
