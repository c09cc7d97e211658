extension ActionTable {
    mutating func append(_ action: Action) -> ActionIndex {
        let index = ActionIndex(actions.count)
        actions.append(action)
        guard let resource = action.resource else { return index }
        if ActionChains.isProbe(action.keyTask, action.intervalMilliseconds) {
            actions[index].nextOfResource = newestOfResource[resource].probe
            newestOfResource[resource].probe = index.value
        } else {
            actions[index].nextOfResource = newestOfResource[resource].other
            newestOfResource[resource].other = index.value
        }
        return index
    }

    /// Orders two actions; false where flags are empty, or such an ordering exists already.
    @discardableResult
    mutating func order(_ first: ActionIndex, _ then: ActionIndex, _ flags: OrderFlags) -> Bool {
        guard !flags.isEmpty, first != then, !isOrdered(first, then, flags) else { return false }
        let edge = Int32(truncatingIfNeeded: edges.count)
        edges.append(
            OrderEdge(
                first: first, then: then, flags: flags, nextBefore: actions[then].firstBefore,
                nextAfter: actions[first].firstAfter))
        actions[then].firstBefore = edge
        actions[then].countBefore += 1
        actions[first].firstAfter = edge
        actions[first].countAfter += 1
        return true
    }

    /// An ordering of the two with some of the flags exists; the shorter chain answers.
    private func isOrdered(_ first: ActionIndex, _ then: ActionIndex, _ flags: OrderFlags) -> Bool {
        let isForward = actions[first].countAfter < actions[then].countBefore
        var next = isForward ? actions[first].firstAfter : actions[then].firstBefore
        while next >= 0 {
            let edge = edges[Int(next)]
            if edge.first == first, edge.then == then, !edge.flags.isDisjoint(with: flags) { return true }
            next = isForward ? edge.nextAfter : edge.nextBefore
        }
        return false
    }

    mutating func task(named name: String) -> ActionTask {
        if let task = ActionTask(name) { return task }
        if let place = customPlaces[name] { return .custom(place) }
        let place = Int32(truncatingIfNeeded: customTasks.count)
        customTasks.append(name)
        customPlaces[name] = place
        return .custom(place)
    }

    /// Takes a flag away, because of another action: the reason, unless there is one, or both are of one resource.
    mutating func clear(_ flag: ActionFlags, of action: ActionIndex, because other: ActionIndex) {
        guard actions[action].flags.contains(flag) else { return }
        actions[action].flags.remove(flag)
        guard actions[action].resource != actions[other].resource, actions[action].reason == nil else { return }
        actions[action].reason = flag == .optional ? .required(other) : .unrunnable(other)
    }
}
