/// What is still to be looked at while flags spread along orderings; a list of our own, since chains may be long.
enum SettlingStep {
    /// The orderings before an action, from one on.
    case visit(Visit)
    /// The actions after an ordering's `first`, from that ordering on.
    case followers(Int32)

    struct Visit {
        let then: ActionIndex
        /// The next ordering before it; -1 at the end.
        var edge: Int32
        var isChanged = false
        let wasRunnable: Bool
    }
}

/// Which of two ordered actions changed.
struct OrderEffect: OptionSet {
    let rawValue: UInt8

    static let first = OrderEffect(rawValue: 1)
    static let then = OrderEffect(rawValue: 2)
}

/// Flags spread along orderings until nothing changes. Flags are only ever taken away, so this ends.
extension ActionPlanner {
    mutating func settle(_ action: ActionIndex) {
        guard table.actions[action].firstBefore >= 0 else { return }
        var steps: [SettlingStep] = [.visit(visit(action))]
        while let step = steps.popLast() {
            switch step {
            case .followers(let edge): follow(edge, &steps)
            case .visit(let visit): proceed(with: visit, &steps)
            }
        }
    }

    func visit(_ action: ActionIndex) -> SettlingStep.Visit {
        .init(
            then: action, edge: table.actions[action].firstBefore, wasRunnable: table.actions[action].isRunnable)
    }

    private func follow(_ edge: Int32, _ steps: inout [SettlingStep]) {
        guard edge >= 0 else { return }
        steps.append(.followers(table.edges[Int(edge)].nextAfter))
        steps.append(.visit(visit(table.edges[Int(edge)].then)))
    }

    private mutating func proceed(with start: SettlingStep.Visit, _ steps: inout [SettlingStep]) {
        var visit = start
        while visit.edge >= 0 {
            let edge = visit.edge
            visit.edge = table.edges[Int(edge)].nextBefore
            let first = waitedFor(by: table.edges[Int(edge)])
            let effect = apply(edge, first: first)
            visit.isChanged = visit.isChanged || effect.contains(.then)
            guard effect.contains(.first) || !toVisit.isEmpty else { continue }
            steps.append(.visit(visit))
            if effect.contains(.first) { revisit(first, andFollowersFirst: true, &steps) }
            takeToVisit(&steps)
            return
        }
        finish(visit, &steps)
    }

    private mutating func finish(_ visit: SettlingStep.Visit, _ steps: inout [SettlingStep]) {
        guard visit.isChanged else { return }
        revisit(visit.then, andFollowersFirst: false, &steps)
        if visit.wasRunnable, !table.actions[visit.then].isRunnable { blockDependents(of: visit.then) }
        takeToVisit(&steps)
    }

    private func revisit(_ action: ActionIndex, andFollowersFirst: Bool, _ steps: inout [SettlingStep]) {
        let followers = SettlingStep.followers(table.actions[action].firstAfter)
        steps += andFollowersFirst ? [.visit(visit(action)), followers] : [followers, .visit(visit(action))]
    }

    /// What changed on the way is looked at before anything else.
    private mutating func takeToVisit(_ steps: inout [SettlingStep]) {
        for action in toVisit.reversed() { steps.append(.visit(visit(action))) }
        toVisit.removeAll(keepingCapacity: true)
    }

    /// Of a group or clone, that all of it is up or down, except for what is in it.
    private func waitedFor(by edge: OrderEdge) -> ActionIndex {
        guard let first = table.actions[edge.first].resource, let then = table.actions[edge.then].resource,
            first != then, conditions.resources[first].kind != .primitive, !isInside(then, first),
            table.actions[edge.first].intervalMilliseconds == 0,
            let done = table.actions[edge.first].keyTask.whenDone
        else { return edge.first }
        return table.newest(done, of: first) ?? edge.first
    }

    private func isInside(_ inner: ResourceIndex, _ outer: ResourceIndex) -> Bool {
        var next = conditions.resources[inner].parent
        while let parent = next {
            if parent == outer { return true }
            next = conditions.resources[parent].parent
        }
        return false
    }

    private mutating func apply(_ edge: Int32, first: ActionIndex) -> OrderEffect {
        let order = table.edges[Int(edge)]
        if order.flags.contains(.cancelsFirst), !table.actions[order.then].isOptional { cancelReload(order.first) }
        guard first == order.first else {
            guard table.order(first, order.then, order.flags) else { return [] }
            table.edges[Int(edge)].flags = []
            return .then
        }
        return spread(order)
    }

    /// It stops anyway.
    private mutating func cancelReload(_ reload: ActionIndex) {
        table.actions[reload].flags.insert(.optional)
        if let resource = table.actions[reload].resource { table.reloads.remove(resource) }
    }
}
