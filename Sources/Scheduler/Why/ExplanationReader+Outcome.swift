import ClusterModel

/// What the transition makes of the choice.
extension ExplanationReader {
    /// The lines of the Transition Summary about it, or about what is in it.
    var changes: [ResourceChange] {
        let parts = Set(leaves)
        return schedule.actions.changes.compactMap { change in
            guard case .resource(let change) = change, parts.contains(change.resource) else { return nil }
            return change
        }
    }

    /// Some of it will be where it is not yet.
    var isMoving: Bool { changes.contains { $0.to != nil && $0.from != $0.to } }

    /// What keeps it from being done; nil where nothing does.
    var hindrance: Obstacle? {
        for change in changes {
            let lacksStart = change.verb == .stop && schedule.placement.nodes[change.resource] != nil
            guard change.isBlocked || lacksStart else { continue }
            let cause = undoable(change.resource).map { self.cause(of: $0) }
            return cause ?? Obstacle(text: change.reason ?? "an action that it needs cannot be done")
        }
        return nil
    }

    /// Its stop or start, whichever it fails at first.
    private func undoable(_ resource: ResourceIndex) -> ActionIndex? {
        let own = schedule.actions.actions.indices.filter { place in
            let action = schedule.actions.actions[place]
            return action.resource == resource && !action.isRunnable && !action.isOptional
        }
        let first = [ActionTask.stop, .start].lazy.compactMap { task in
            own.first { schedule.actions.actions[$0].task == task }
        }.first
        return first.map { ActionIndex($0) }
    }

    /// Where its chain ends, and the orders on the way there.
    private func cause(of index: ActionIndex) -> Obstacle {
        var path = [index]
        var seen: Set = [index]
        while let last = path.last, let next = awaited(schedule.actions.actions[last]), seen.insert(next).inserted {
            path.append(next)
        }
        let resources = path.map { schedule.actions.actions[$0].resource }
        let ids = zip(resources, resources.dropFirst()).flatMap { orders(of: $1, before: $0) }
        var end = root(schedule.actions.actions[path[path.count - 1]])
        if !ids.isEmpty { end.text += " (order \(ids.joined(separator: ", order ")))" }
        end.constraints = ids + end.constraints
        return end
    }

    /// The action that it waits for in vain; nil where it is undoable by itself.
    private func awaited(_ action: Action) -> ActionIndex? {
        switch action.reason {
        case .unrunnable(let other)?: return other
        case .colocation?, .words?: return nil
        default: break
        }
        if let stop = awaited(action, where: { isBlockedStop($0.first) }) { return stop }
        if untouchedReason(action) != nil || isNowhere(action) { return nil }
        if case .required(let other)? = action.reason, action.task.ofPrimitive == .start,
            !schedule.actions.actions[other].isRunnable
        {
            return other
        }
        return awaited(action) { $0.flags.contains(.needsFirst) && !schedule.actions.actions[$0.first].isRunnable }
    }

    private func awaited(_ action: Action, where isIt: (OrderEdge) -> Bool) -> ActionIndex? {
        var next = action.firstBefore
        while next >= 0 {
            let edge = schedule.actions.edges[Int(next)]
            if isIt(edge) { return edge.first }
            next = edge.nextBefore
        }
        return nil
    }

    /// What keeps an action that waits for no other.
    private func root(_ action: Action) -> Obstacle {
        switch action.reason {
        case .colocation(let other)?:
            let why = reader(other).untouchedReason.map { ": \($0)" } ?? ""
            return Obstacle(text: "\(name(other)), which it must be with, cannot start\(why)")
        case .words(let text)?: return Obstacle(text: subject(action) + text)
        default: break
        }
        if let reason = untouchedReason(action) { return Obstacle(text: subject(action) + reason) }
        guard let resource = action.resource, isNowhere(action) else {
            return Obstacle(text: "\(subject(action))what it waits for cannot be done")
        }
        let other = reader(resource)
        let obstacles = other.obstacles.isEmpty ? "" : " (\(other.obstacles.joined(separator: "; ")))"
        return Obstacle(
            text: "\(name(resource)) runs nowhere: \(other.reason)\(obstacles)", constraints: other.constraints)
    }

    private func untouchedReason(_ action: Action) -> String? {
        if let reason = action.resource.flatMap({ reader($0).untouchedReason }) { return reason }
        return action.node.flatMap { node in conditions.nodes[node].obstacle.map { "\(nodeName(node)): \($0)" } }
    }

    private func isNowhere(_ action: Action) -> Bool {
        guard [.start, .running].contains(action.task), let resource = action.resource else { return false }
        return schedule.placement.nodes(of: resource).isEmpty
    }

    /// Only a person can do it.
    private func isBlockedStop(_ index: ActionIndex) -> Bool {
        let action = schedule.actions.actions[index]
        let isBlocked = action.resource.map { conditions.resources[$0].isBlocked } ?? false
        return action.task == .stop && !action.isRunnable && isBlocked
    }

    /// Ids of the orders that name both, or what they are in.
    func orders(of first: ResourceIndex?, before then: ResourceIndex?) -> [String] {
        guard let first, let then, conditions.top(of: first) != conditions.top(of: then) else { return [] }
        let (before, after) = (names(first), names(then))
        return configuration.constraints.filter { order in
            guard order.kind == .order else { return false }
            let ids = order.sets.flatMap(\.members) + ["first", "then"].compactMap { order.attributes[$0] }
            return ids.contains(where: before.contains) && ids.contains(where: after.contains)
        }.map(\.id)
    }

    /// As constraints may call it.
    private func names(_ resource: ResourceIndex) -> Set<String> {
        var (names, next) = (Set<String>(), Optional(resource))
        while let index = next {
            names.formUnion([name(index), InstanceName.base(name(index))])
            next = conditions.resources[index].parent
        }
        return names
    }

    /// Nothing where it is about what was asked.
    private func subject(_ action: Action) -> String {
        guard action.resource != asked else { return "" }
        let text = schedule.actions.text(of: action.task)
        return "\(action.resource.map { name($0) + " " } ?? "")\(text): "
    }
}
