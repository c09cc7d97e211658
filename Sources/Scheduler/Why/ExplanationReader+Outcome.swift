import ClusterModel

/// What the transition makes of the choice.
extension ExplanationReader {
    /// The lines of the Transition Summary about it, or about what is in it.
    private var changes: [ResourceChange] {
        let parts = Set(leaves)
        return schedule.actions.changes.compactMap { change in
            guard case .resource(let change) = change, parts.contains(change.resource) else { return nil }
            return change
        }
    }

    /// Some of it will be where it is not yet.
    var isMoving: Bool { changes.contains { $0.to != nil && $0.from != $0.to } }

    /// What keeps it from being done; nil where nothing does.
    var hindrance: String? {
        for change in changes {
            let lacksStart = change.verb == .stop && schedule.placement.nodes[change.resource] != nil
            guard change.isBlocked || lacksStart else { continue }
            let cause = undoable(change.resource).map { self.cause(of: $0) }
            return cause ?? change.reason ?? "an action that it needs cannot be done"
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

    /// - Parameter steps: from one action to another that it waits for, so many times at most: there may be circles.
    private func cause(of index: ActionIndex, steps: Int = 100) -> String {
        let action = schedule.actions.actions[index]
        switch action.reason {
        case .unrunnable(let other)? where steps > 0: return cause(of: other, steps: steps - 1)
        case .colocation(let other)?:
            let why = reader(other).untouchedReason.map { ": \($0)" } ?? ""
            return "\(name(other)), which it must be with, cannot start\(why)"
        case .words(let text)?: return subject(action) + text
        default: break
        }
        if let stop = blockedStop(before: action), steps > 0 { return cause(of: stop, steps: steps - 1) }
        let reason = action.resource.flatMap { reader($0).untouchedReason }
        let node = action.node.flatMap { node in
            conditions.nodes[node].obstacle.map { "\(nodeName(node)): \($0)" }
        }
        return subject(action) + (reason ?? node ?? "what it waits for cannot be done")
    }

    /// What it waits for, and only a person can do.
    private func blockedStop(before action: Action) -> ActionIndex? {
        var next = action.firstBefore
        while next >= 0 {
            let edge = schedule.actions.edges[Int(next)]
            let first = schedule.actions.actions[edge.first]
            let isBlocked = first.resource.map { conditions.resources[$0].isBlocked } ?? false
            if first.task == .stop, !first.isRunnable, isBlocked { return edge.first }
            next = edge.nextBefore
        }
        return nil
    }

    /// Nothing where it is about what was asked.
    private func subject(_ action: Action) -> String {
        guard action.resource != asked else { return "" }
        let text = schedule.actions.text(of: action.task)
        return "\(action.resource.map { name($0) + " " } ?? "")\(text): "
    }
}
