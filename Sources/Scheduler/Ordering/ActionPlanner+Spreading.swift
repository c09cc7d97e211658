/// What one ordering makes of the flags of its two actions.
extension ActionPlanner {
    mutating func spread(_ order: OrderEdge) -> OrderEffect {
        let first = order.first
        let then = order.then
        if order.flags == .ordered, isOfNoCollection(first), isOfNoCollection(then) { return [] }
        let firstFlags = flags(of: first, besides: place(of: then))
        let thenFlags = flags(of: then, besides: place(of: first))
        var effect = spreadRequired(order, firstFlags)
        effect.formUnion(spreadRunnable(order, firstFlags))
        if order.flags.contains(.showsThen), table.actions[first].isRunnable, !firstFlags.contains(.optional) {
            table.actions[then].flags.insert(.always)
        }
        if order.flags.contains(.showsFirst), !thenFlags.contains(.optional) {
            table.actions[first].flags.insert(.always)
        }
        effect.formUnion(spreadBlocked(order))
        return effect
    }

    /// Of a group that starts: where it goes. Else an instance that starts on another node would start all of it anew.
    private func place(of action: ActionIndex) -> NodeIndex? {
        guard table.actions[action].task == .start, let resource = table.actions[action].resource,
            conditions.resources[resource].kind == .group
        else { return table.actions[action].node }
        return location(of: resource, isCurrent: false)
    }

    private func isOfNoCollection(_ action: ActionIndex) -> Bool {
        guard let resource = table.actions[action].resource else { return true }
        return conditions.resources[resource].kind == .primitive
    }

    private mutating func spreadRequired(_ order: OrderEdge, _ firstFlags: ActionFlags) -> OrderEffect {
        let (first, then) = (order.first, order.then)
        var effect = OrderEffect()
        if order.flags.contains(.requiresThen) {
            if let resource = table.actions[then].resource {
                effect.formUnion(
                    update(resource, first, then, firstFlags.intersection(.optional), .optional, .requiresThen))
            } else if !firstFlags.contains(.optional), table.actions[then].isOptional {
                table.actions[then].flags.remove(.optional)
                effect.insert(.then)
            }
        }
        if order.flags.contains(.restart), let resource = table.actions[then].resource {
            effect.formUnion(update(resource, first, then, firstFlags, [.optional, .runnable], .restart))
        }
        if order.flags.contains(.requiresFirst), let resource = table.actions[first].resource {
            effect.formUnion(update(resource, first, then, firstFlags, .optional, .requiresFirst))
        }
        return effect
    }

    private mutating func spreadRunnable(_ order: OrderEdge, _ firstFlags: ActionFlags) -> OrderEffect {
        let (first, then) = (order.first, order.then)
        var effect = OrderEffect()
        guard let resource = table.actions[then].resource else {
            guard order.flags.contains(.needsFirst), !firstFlags.contains(.runnable), table.actions[then].isRunnable
            else { return [] }
            table.actions[then].flags.remove(.runnable)
            return .then
        }
        for flag in [OrderFlags.needsFirst, .ordered, .asymmetric] where order.flags.contains(flag) {
            effect.formUnion(update(resource, first, then, firstFlags, .runnable, flag))
        }
        return effect
    }

    /// What waits for a stop that nobody may do waits for ever.
    private mutating func spreadBlocked(_ order: OrderEdge) -> OrderEffect {
        let first = table.actions[order.first]
        guard !order.flags.isDisjoint(with: [.requiresThen, .requiresFirst, .restart]), first.task == .stop,
            !first.isRunnable, let resource = first.resource, !table.managed[resource],
            conditions.resources[resource].isBlocked, table.actions[order.then].isRunnable
        else { return [] }
        table.actions[order.then].flags.remove(.runnable)
        return .then
    }

    /// - Parameters:
    ///   - firstFlags: of `first`, as far as they count in this ordering.
    ///   - filter: which of them are looked at.
    ///   - order: the one meaning of the ordering that is looked at.
    private mutating func update(
        _ resource: ResourceIndex, _ first: ActionIndex, _ then: ActionIndex, _ firstFlags: ActionFlags,
        _ filter: ActionFlags, _ order: OrderFlags
    ) -> OrderEffect {
        switch conditions.resources[resource].kind {
        case .primitive: updatePair(first, then, firstFlags, filter, order)
        case .group: updateGroup(first, then, firstFlags, filter, order)
        case .clone: updateClone(first, then, firstFlags, filter, order)
        }
    }

    private mutating func updateGroup(
        _ first: ActionIndex, _ then: ActionIndex, _ firstFlags: ActionFlags, _ filter: ActionFlags,
        _ order: OrderFlags
    ) -> OrderEffect {
        var effect = updatePair(first, then, firstFlags, filter, order)
        guard let group = table.actions[then].resource else { return effect }
        for member in conditions.resources[group].children {
            guard let action = table.newest(table.actions[then].task, of: member, on: table.actions[then].node)
            else { continue }
            effect.formUnion(update(member, first, action, firstFlags, filter, order))
        }
        return effect
    }

    private mutating func updateClone(
        _ first: ActionIndex, _ then: ActionIndex, _ firstFlags: ActionFlags, _ filter: ActionFlags,
        _ order: OrderFlags
    ) -> OrderEffect {
        if isInterleaved(first, then) { return updateInterleaved(first, then, filter, order) }
        var effect = updatePair(first, then, firstFlags, filter, order)
        guard let clone = table.actions[then].resource else { return effect }
        let node = table.actions[then].node
        for child in conditions.resources[clone].children {
            guard let action = table.newest(table.actions[then].task, of: child, on: node),
                flags(of: action, on: node).contains(.runnable)
            else { continue }
            let childEffect = update(child, first, action, firstFlags, filter, order)
            effect.formUnion(childEffect)
            if childEffect.contains(.then) { visitFollowers(of: action) }
        }
        return effect
    }

    private mutating func visitFollowers(of action: ActionIndex) {
        var next = table.actions[action].firstAfter
        while next >= 0 {
            toVisit.append(table.edges[Int(next)].then)
            next = table.edges[Int(next)].nextAfter
        }
    }

    private func isInterleaved(_ first: ActionIndex, _ then: ActionIndex) -> Bool {
        guard let one = table.actions[first].resource, let other = table.actions[then].resource, one != other,
            isClone(one), isClone(other)
        else { return false }
        let decisive = table.actions[then].keyTask == .stop ? one : other
        return conditions.resources[decisive].options.isInterleaved
    }

    /// Instances of two clones wait for the one on their own node only.
    private mutating func updateInterleaved(
        _ first: ActionIndex, _ then: ActionIndex, _ filter: ActionFlags, _ order: OrderFlags
    ) -> OrderEffect {
        guard let one = table.actions[first].resource, let other = table.actions[then].resource else { return [] }
        let isCurrent = table.actions[first].keyTask == .stopped
        var effect = OrderEffect()
        for child in conditions.resources[other].children {
            guard let partner = compatibleChild(of: one, with: child, isCurrent: isCurrent) else {
                if !isCurrent, !order.isDisjoint(with: [.needsFirst, .requiresThen]), unplace(child) {
                    effect.insert(.then)
                }
                continue
            }
            effect.formUnion(updatePartners(partner, child, first, then, filter, order))
        }
        return effect
    }

    private mutating func updatePartners(
        _ partner: ResourceIndex, _ child: ResourceIndex, _ first: ActionIndex, _ then: ActionIndex,
        _ filter: ActionFlags, _ order: OrderFlags
    ) -> OrderEffect {
        let node = table.actions[then].node
        let task = childTask(of: table.actions[first].task, partner)
        guard let before = table.newest(task, of: partner, on: node),
            let after = table.newest(table.actions[then].task, of: child, on: node)
        else { return [] }
        var effect: OrderEffect = table.order(before, after, order) ? [.first, .then] : []
        effect.formUnion(update(child, before, after, flags(of: before, on: node), filter, order))
        return effect
    }

    /// It runs nowhere; true where it would have.
    private mutating func unplace(_ resource: ResourceIndex) -> Bool {
        let state = conditions.resources[resource]
        guard state.kind == .primitive else {
            var isChanged = false
            for child in state.children where unplace(child) { isChanged = true }
            return isChanged
        }
        let isChanged = table.nodes[resource] != nil
        settleUnplaced(resource)
        return isChanged
    }
}
