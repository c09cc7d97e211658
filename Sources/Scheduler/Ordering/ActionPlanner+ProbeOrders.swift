/// Probes before what depends on their answers.
extension ActionPlanner {
    mutating func orderProbes() {
        for top in conditions.tops { orderRestartsAfterProbes(of: top) }
        for order in orders { orderProbesLikeStops(order) }
    }

    /// A probe comes before stops of what would be restarted if it found the resource: all that starts after it.
    private mutating func orderRestartsAfterProbes(of resource: ResourceIndex) {
        let state = conditions.resources[resource]
        guard state.kind == .primitive else {
            for child in state.children { orderRestartsAfterProbes(of: child) }
            return
        }
        var known: [ActionIndex: [ActionIndex]] = [:]
        for probe in table.find(.monitor, of: resource, on: nil) {
            var next = table.actions[probe].firstAfter
            while next >= 0 {
                let edge = table.edges[Int(next)]
                next = edge.nextAfter
                let stops = known[edge.then] ?? stops(from: edge.then, afterProbesOf: resource)
                known[edge.then] = stops
                for stop in stops { table.order(probe, stop, .ordered) }
            }
        }
    }

    /// Stops of all that starts with `start`, and would be restarted with it.
    private mutating func stops(from start: ActionIndex, afterProbesOf resource: ResourceIndex) -> [ActionIndex] {
        var seen: Set<ActionIndex> = [start]
        var open = [start]
        var stops: [ActionIndex] = []
        while let after = open.popLast() {
            stops += self.stops(with: after, besides: resource)
            var followers: [ActionIndex] = []
            var next = table.actions[after].firstAfter
            while next >= 0 {
                let edge = table.edges[Int(next)]
                next = edge.nextAfter
                if leadsOn(edge, fromProbeOf: resource), seen.insert(edge.then).inserted { followers.append(edge.then) }
            }
            open += followers.reversed()
        }
        return stops
    }

    private mutating func stops(with start: ActionIndex, besides resource: ResourceIndex) -> [ActionIndex] {
        guard table.actions[start].keyTask == .start, let other = table.actions[start].resource, other != resource,
            conditions.resources[other].kind == .primitive
        else { return [] }
        return table.find(.stop, of: other, on: nil).filter { !table.actions[$0].isPseudo }
    }

    /// What is required with it, or an instance or member that comes up inside it.
    private func leadsOn(_ edge: OrderEdge, fromProbeOf resource: ResourceIndex) -> Bool {
        if edge.flags.contains(.requiresThen) { return true }
        guard let outer = table.actions[edge.first].resource, let inner = table.actions[edge.then].resource,
            conditions.resources[outer].kind != .primitive, conditions.resources[resource].parent != outer,
            conditions.resources[inner].kind != .clone, conditions.resources[inner].parent == outer
        else { return false }
        guard isClone(outer), conditions.resources[outer].options.isInterleaved else { return true }
        return compatibleChild(of: outer, with: resource, isCurrent: false) == inner
    }

    /// Where a stop must come first, so must the probes that may yet find that there is something to stop.
    private mutating func orderProbesLikeStops(_ order: PendingOrder) {
        guard !order.flags.isEmpty, let first = order.first.resource, first != order.then.resource else { return }
        if let action = order.first.action {
            guard table.actions[action].task == .stop else { return }
        } else if order.first.task != .stop {
            return
        }
        guard conditions.resources[first].kind == .primitive else { return }
        let probes = table.find(.monitor, of: first, on: nil)
        guard !probes.isEmpty else { return }
        let followers = followers(of: order)
        let flags = order.flags == .apart ? OrderFlags.apart : .ordered
        for probe in probes {
            for then in followers where isNeeded(probe, before: then) { table.order(probe, then, flags) }
        }
    }

    private mutating func followers(of order: PendingOrder) -> [ActionIndex] {
        if let action = order.then.action { return [action] }
        guard let resource = order.then.resource else { return [] }
        return table.find(order.then.task, of: resource, on: nil)
    }

    /// A node is probed before it is shut down; the shutdown of another waits for nothing.
    private func isNeeded(_ probe: ActionIndex, before then: ActionIndex) -> Bool {
        table.actions[then].task != .shutdown || table.actions[probe].node == table.actions[then].node
    }
}
