/// What stops it and starts it again where it is.
extension ExplanationReader {
    /// What of it does.
    private var restarts: [ResourceChange] {
        changes.filter { [.restart, .recover].contains($0.verb) && ($0.to == nil || $0.to == $0.from) }
    }

    /// Where.
    var restartNodes: [NodeIndex] {
        var seen = Set<NodeIndex>()
        return restarts.compactMap(\.from).filter { seen.insert($0).inserted }
    }

    /// Why; nil where nothing does.
    var restart: Obstacle? {
        guard let change = restarts.first else { return nil }
        let subject = change.resource == asked ? "it" : InstanceName.base(name(change.resource))
        if change.verb == .recover {
            let isTwice = conditions.resources[change.resource].runningOn.count > 1
            return Obstacle(text: "\(subject) \(isTwice ? "ran more than once" : "failed")")
        }
        return restart(of: change.resource, called: subject)
    }

    private func restart(of resource: ResourceIndex, called subject: String) -> Obstacle {
        if schedule.actions.redefined.contains(resource) {
            return Obstacle(text: subject == "it" ? "its definition changed" : "the definition of \(subject) changed")
        }
        let own = schedule.actions.actions.filter { $0.resource == resource && !$0.isOptional }
        let action = own.first { $0.task == .start && $0.reason != nil } ?? own.first { $0.reason != nil }
        switch action?.reason {
        case .required(let other)?, .unrunnable(let other)?:
            let other = schedule.actions.actions[other]
            let orders = orders(of: other.resource, before: resource)
            let by = orders.isEmpty ? "" : " (order \(orders.joined(separator: ", order ")))"
            let what = other.task.ofPrimitive == .start ? "starts before \(subject)" : "stops"
            let who = other.resource.map { name($0) } ?? "what it stands on"
            return Obstacle(text: "\(who) \(what)\(by)", constraints: orders)
        case .words(let text)?: return Obstacle(text: text)
        case .colocation(let other)?: return Obstacle(text: "it must be with \(name(other))")
        case nil: return Obstacle(text: "what it stands on restarts")
        }
    }
}
