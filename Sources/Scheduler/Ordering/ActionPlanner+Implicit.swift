/// Orderings that come with resources: down before up, members of a group in turn, a clone around its instances.
extension ActionPlanner {
    mutating func orderImplicitly() {
        for top in conditions.tops { orderWithin(top) }
    }

    private mutating func orderWithin(_ resource: ResourceIndex) {
        switch conditions.resources[resource].kind {
        case .primitive:
            guard table.managed[resource] else { return }
            order(resource, .stop, resource, .start, [.ordered, .requiresThen, .restart])
        case .group: orderGroup(resource)
        case .clone: orderClone(resource)
        }
    }

    private mutating func orderClone(_ clone: ResourceIndex) {
        order(clone, .stopped, clone, .start, .ordered)
        order(clone, .start, clone, .running, .needsFirst)
        order(clone, .stop, clone, .stopped, .needsFirst)
        let isOrdered = conditions.resources[clone].options.isOrdered
        var last: ResourceIndex?
        for instance in conditions.resources[clone].children {
            orderWithin(instance)
            order(clone, .start, instance, .start, [.needsFirst, .showsFirst])
            order(instance, .start, clone, .running, .showsThen)
            if isOrdered, let last { order(last, .start, instance, .start, .ordered) }
            order(clone, .stop, instance, .stop, .showsFirst)
            order(instance, .stop, clone, .stopped, .showsThen)
            if isOrdered, let last { order(instance, .stop, last, .stop, .ordered) }
            last = instance
        }
    }

    private mutating func orderGroup(_ group: ResourceIndex) {
        order(group, .stop, group, .stopped, .needsFirst)
        order(group, .stopped, group, .start, .ordered)
        order(group, .start, group, .running, .needsFirst)
        var turn = GroupTurn(isOrdered: conditions.resources[group].options.isOrdered)
        for member in conditions.resources[group].children {
            orderWithin(member)
            orderAround(member, in: group, turn)
            orderInTurn(member, in: group, turn)
            orderPartlyActive(member, &turn)
            turn.previous = member
        }
    }

    private mutating func orderAround(_ member: ResourceIndex, in group: ResourceIndex, _ turn: GroupTurn) {
        let isFirstOfOrdered = turn.previous == nil && turn.isOrdered
        order(group, .stop, member, .stop, isFirstOfOrdered ? [.showsFirst, .ordered] : .showsFirst)
        order(member, .stop, group, .stopped, isFirstOfOrdered ? .requiresThen : .showsThen)
        order(group, .start, member, .start, .showsFirst)
        order(member, .start, group, .running, [.needsFirst, .requiresThen, .showsThen])
    }

    private mutating func orderInTurn(_ member: ResourceIndex, in group: ResourceIndex, _ turn: GroupTurn) {
        guard turn.isOrdered else {
            return order(group, .start, member, .start, [.requiresThen, .needsFirst, .showsFirst])
        }
        guard let previous = turn.previous else { return }
        order(previous, .start, member, .start, [.requiresThen, .needsFirst])
        order(member, .stop, previous, .stop, [.ordered, .restart])
    }

    /// Members that run go down in turn even where one between them does not run.
    private mutating func orderPartlyActive(_ member: ResourceIndex, _ turn: inout GroupTurn) {
        guard !conditions.resources[member].runningOn.isEmpty else { return }
        if turn.isOrdered, let previous = turn.previous, conditions.resources[previous].runningOn.isEmpty,
            let last = turn.lastActive
        {
            order(member, .stop, last, .stop, .ordered)
        }
        turn.lastActive = member
    }
}

/// Where one is while the members of a group are put in order.
private struct GroupTurn {
    let isOrdered: Bool
    var previous: ResourceIndex?
    var lastActive: ResourceIndex?
}
