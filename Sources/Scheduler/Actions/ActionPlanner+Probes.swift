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
        let state = conditions.resources[resource]
        guard state.kind == .primitive else {
            for child in state.children { probe(child, on: node) }
            return
        }
        guard !state.isOrphan, !state.knownOn.contains(node), isDiscovered(resource, on: node) else { return }
        let probe = action(.monitor, of: resource, on: node, isOptional: false)
        table.actions[probe].flags.remove(.optional)
        if !state.runningOn.contains(node) { table.actions[probe].expectedCode = 7 }
        orderProbe(probe, of: resource)
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
        if !table.actions[probe].isRunnable, conditions.resources[top].runningOn.isEmpty { flags.insert(.needsFirst) }
        order(probe, top, .start, flags)
        order(probe, top, .reload, .ordered)
    }
}
