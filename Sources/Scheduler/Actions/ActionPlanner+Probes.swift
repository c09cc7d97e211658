/// Asking nodes about what might run there.
extension ActionPlanner {
    mutating func addProbes() {
        guard conditions.options.probesEnabled else { return }
        for (place, node) in conditions.nodes.enumerated() {
            guard node.isOnline, !table.unclean[place] else { continue }
            for top in conditions.tops { probe(top, on: NodeIndex(place)) }
        }
    }

    private mutating func probe(_ resource: ResourceIndex, on node: NodeIndex) {
        switch conditions.resources[resource].kind {
        case .primitive: probePrimitive(resource, on: node)
        case .group: for member in conditions.resources[resource].children { probe(member, on: node) }
        case .clone:
            children[resource] = conditions.resources[resource].children
            if let instance = probedInstance(of: resource, on: node) { probe(instance, on: node) }
        }
    }

    /// Instances are all alike: one is enough. It is one that is known there, or will be there, or the first.
    private func probedInstance(of clone: ResourceIndex, on node: NodeIndex) -> ResourceIndex? {
        let instances = conditions.resources[clone].children
        return instances.first { isKnown($0, on: node) }
            ?? instances.first { location(of: $0, isCurrent: false) == node } ?? instances.first
    }

    private func isKnown(_ resource: ResourceIndex, on node: NodeIndex) -> Bool {
        let state = conditions.resources[resource]
        return state.kind == .primitive
            ? state.knownOn.contains(node) : state.children.contains { isKnown($0, on: node) }
    }

    private mutating func probePrimitive(_ resource: ResourceIndex, on node: NodeIndex) {
        guard !conditions.resources[resource].isOrphan, !conditions.resources[resource].knownOn.contains(node),
            isDiscovered(resource, on: node)
        else { return }
        let probe = newProbe(of: resource, on: node)
        table.actions[probe].flags.remove(.optional)
        if !conditions.resources[resource].runningOn.contains(node) { table.actions[probe].expectedCode = 7 }
        keepHistory(of: resource, on: node)
        orderProbe(probe, of: resource)
    }

    /// What a probe will find out anew need not be forgotten before.
    private mutating func keepHistory(of resource: ResourceIndex, on node: NodeIndex) {
        guard conditions.resources[resource].isManaged else { return }
        for delete in table.findExact(.delete, of: resource, on: node) { table.actions[delete].flags.insert(.optional) }
    }

    /// `resource-discovery` of locations lets one look for it there.
    private func isDiscovered(_ resource: ResourceIndex, on node: NodeIndex) -> Bool {
        let isExclusive = scores.isDiscoveredExclusively(resource) || scores.isDiscoveredExclusively(tops[resource])
        guard isExclusive else { return scores.discovery(resource, node) != .never }
        return scores.isAllowed(resource, node) && scores.discovery(resource, node) == .exclusive
    }

    /// Nothing of it starts, or is reloaded, before one knows; of a clone, no instance.
    private mutating func orderProbe(_ probe: ActionIndex, of resource: ResourceIndex) {
        let top = isClone(tops[resource]) ? tops[resource] : resource
        var flags = OrderFlags.ordered
        if !table.actions[probe].isRunnable, conditions.resources[resource].runningOn.isEmpty {
            flags.insert(.needsFirst)
        }
        order(probe, top, .start, flags)
        order(probe, top, .reload, .ordered)
    }
}
