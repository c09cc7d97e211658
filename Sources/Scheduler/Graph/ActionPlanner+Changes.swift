/// The list behind "Transition Summary", in Pacemaker 2.1.5's order and words.
extension ActionPlanner {
    mutating func summarize() {
        for place in table.actions.indices.reversed() where table.actions[place].resource == nil {
            addNodeChange(ActionIndex(place))
        }
        for top in conditions.tops { addChanges(of: top) }
    }

    private mutating func addNodeChange(_ index: ActionIndex) {
        let action = table.actions[index]
        guard !action.isOptional, let node = action.node else { return }
        let text = action.task == .fence ? "Fence (\(conditions.options.fencingAction.rawValue))" : "Shutdown"
        table.changes.append(.node(text, node, reason: table.reasonText(of: index)))
    }

    private mutating func addChanges(of resource: ResourceIndex) {
        let state = conditions.resources[resource]
        guard state.kind == .primitive else {
            for child in children[resource] { addChanges(of: child) }
            return
        }
        let current = currentNode(of: resource)
        let next = table.nodes[resource]
        guard table.managed[resource], current != nil || next != nil, current != nil || !state.isOrphan else { return }
        var role = state.role
        if current != nil, role <= .stopped { role = .started }
        let draft = Draft(
            resource: resource, current: current, next: next, role: role,
            nextRole: table.roles[resource] == .unknown ? .stopped : table.roles[resource],
            start: table.findOldest(.start, of: resource, on: next), stop: nil)
        add(draft)
    }

    /// What is known of a resource while its line is chosen.
    private struct Draft {
        let resource: ResourceIndex
        let current: NodeIndex?
        let next: NodeIndex?
        let role: ResourceRole
        let nextRole: ResourceRole
        let start: ActionIndex?
        var stop: ActionIndex?

        var isMoving: Bool { current != nil && next != nil && current != next }
    }

    private mutating func add(_ plan: Draft) {
        var draft = plan
        let canStart = draft.start.map { table.actions[$0].isRunnable } ?? false
        draft.stop = table.findOldest(.stop, of: draft.resource, on: canStart ? draft.current : nil)
        if draft.stop == nil, stopsUnexpected[Int(draft.resource.value)] {
            draft.stop = table.findOldest(.stop, of: draft.resource, on: nil)
        }
        if draft.role == draft.nextRole {
            addSameRole(draft)
        } else {
            addOtherRole(draft, canStart: canStart)
        }
    }

    private mutating func addSameRole(_ draft: Draft) {
        let isFailed = conditions.resources[draft.resource].isFailed
        if table.reloads.contains(draft.resource) {
            return append(.reload, draft, from: draft.current, to: draft.next, draft.start)
        }
        guard let start = draft.start, !table.actions[start].isOptional else { return }
        if !table.actions[start].isRunnable {
            let source = draft.stop.flatMap { table.actions[$0].reason == nil ? nil : $0 } ?? start
            append(.stop, draft, from: draft.current, to: nil, draft.stop, source)
        } else if draft.isMoving {
            append(isFailed ? .recover : .move, draft, from: draft.current, to: draft.next, draft.stop)
        } else if isFailed {
            append(.recover, draft, from: draft.current, to: nil, draft.stop)
        } else {
            append(.restart, draft, from: draft.current, to: draft.next, start)
        }
    }

    private mutating func addOtherRole(_ draft: Draft, canStart: Bool) {
        let state = conditions.resources[draft.resource]
        if draft.stop != nil, draft.nextRole == .stopped || (draft.start != nil && !canStart) {
            for node in state.runningOn {
                let stop = table.findOldest(.stop, of: draft.resource, on: node)
                let source = stop.flatMap { table.actions[$0].reason == nil ? nil : $0 } ?? draft.start
                append(.stop, draft, from: node, to: nil, stop, source)
            }
        } else if let stop = draft.stop, state.isFailed, state.mustStop {
            append(.recover, draft, from: draft.current, to: draft.next, stop, draft.start)
        } else if draft.isMoving {
            append(.move, draft, from: draft.current, to: draft.next, draft.stop)
        } else if table.reloads.contains(draft.resource) {
            append(.reload, draft, from: draft.current, to: draft.next, draft.start)
        } else if let stop = draft.stop, !table.actions[stop].isOptional {
            append(.restart, draft, from: draft.current, to: draft.next, draft.start)
        } else if draft.role == .stopped, draft.nextRole > .stopped {
            append(.start, draft, from: draft.current, to: draft.next, draft.start)
        }
    }

    /// - Parameter source: whose reason it is; that of the action where none is given.
    private mutating func append(
        _ verb: ResourceChange.Verb, _ draft: Draft, from: NodeIndex?, to: NodeIndex?, _ action: ActionIndex?,
        _ source: ActionIndex? = nil
    ) {
        guard let action else { return }
        table.changes.append(
            .resource(
                ResourceChange(
                    verb: verb, resource: draft.resource, from: from, to: to, role: draft.role,
                    nextRole: draft.nextRole, isBlocked: !table.actions[action].isRunnable,
                    reason: table.reasonText(of: source ?? action))))
    }
}
