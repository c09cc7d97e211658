import ClusterModel

/// What operators say about order: `rsc_order`, and colocations that keep two apart.
extension ActionPlanner {
    /// Instances that are told of each other's starts and stops need actions that nobody makes here.
    func refuseNotifications() throws(Refusal) {
        for resource in conditions.resources
        where resource.kind == .clone && ValueText.isTrue(resource.options.meta["notify"]) {
            throw Refusal("notify=true of a clone", id: resource.id, remedy: "remove it if the agent can do without")
        }
    }

    mutating func orderByConstraints() throws(Refusal) {
        var apart = scores.colocations.filter { $0.score <= Score.minusInfinity.value && !$0.isGroup }[...]
        for constraint in cib.configuration.constraints {
            switch constraint.kind {
            case .order: try order(by: constraint)
            case .colocation:
                while let colocation = apart.first, colocation.id == constraint.id {
                    apart.removeFirst()
                    keepApart(colocation)
                }
            case .location, .ticket: break
            }
        }
    }

    /// Of a clone, fewer than all instances would be enough.
    private func refuseFewer(
        of first: ResourceIndex, _ order: OrderConstraint, _ constraint: ConstraintDefinition
    ) throws(Refusal) {
        guard isClone(first) else { return }
        if resource(first).options.cloneMin > 0 {
            throw Refusal("clone-min with an order", id: constraint.id, remedy: "remove clone-min from \(order.first)")
        }
        if !order.requiresAll {
            throw Refusal("require-all=false of an order", id: constraint.id, remedy: "remove it")
        }
    }

    /// Where one leaves a node that the other takes, it leaves first.
    private mutating func keepApart(_ colocation: Colocation) {
        order(colocation.dependent, .stop, colocation.primary, .start, .apart)
        order(colocation.primary, .stop, colocation.dependent, .start, .apart)
    }

    private mutating func order(by constraint: ConstraintDefinition) throws(Refusal) {
        guard let order = try OrderConstraint(constraint) else { return }
        guard let first = conditions.resource(order.first), let then = conditions.resource(order.then)
        else {
            let missing = conditions.resource(order.first) == nil ? order.first : order.then
            complaints.append(
                Complaint(.error, "the order names \(missing), which does not exist", place: constraint.id))
            return
        }
        try refuseFewer(of: first, order, constraint)
        self.order(first, order.firstTask, then, order.thenTask, order.flags)
        guard order.isSymmetrical else { return }
        self.order(then, order.thenTask.inverse, first, order.firstTask.inverse, order.inverseFlags)
    }
}

/// `rsc_order` of two resources.
struct OrderConstraint {
    let first: String
    let then: String
    let firstTask: ActionTask
    let thenTask: ActionTask
    let isMandatory: Bool
    let isSymmetrical: Bool
    /// Counts where the first is a clone.
    let requiresAll: Bool

    /// Nil where it names no resources.
    init?(_ constraint: ConstraintDefinition) throws(Refusal) {
        try Self.refuse(constraint)
        guard let first = constraint.attributes["first"], let then = constraint.attributes["then"] else { return nil }
        self.first = first
        self.then = then
        firstTask = try Self.task(constraint, "first-action") ?? .start
        thenTask = try Self.task(constraint, "then-action") ?? firstTask
        isMandatory = Self.isMandatory(constraint)
        requiresAll = constraint.attributes["require-all"].map { ValueText.isTrue($0) } ?? true
        isSymmetrical = constraint.attributes["symmetrical"].flatMap(ValueText.boolean) ?? true
    }

    private static func refuse(_ constraint: ConstraintDefinition) throws(Refusal) {
        if !constraint.sets.isEmpty {
            throw Refusal(
                "an order of resource sets", id: constraint.id, remedy: "write it as orders of two resources each")
        }
        if constraint.attributes["kind"]?.lowercased() == "serialize" {
            throw Refusal("kind=Serialize of an order", id: constraint.id, remedy: "use Optional or Mandatory")
        }
    }

    private static func task(_ constraint: ConstraintDefinition, _ name: String) throws(Refusal) -> ActionTask? {
        switch constraint.attributes[name]?.lowercased() {
        case nil: return nil
        case "start": return .start
        case "stop": return .stop
        default:
            throw Refusal("\(name) of an order", id: constraint.id, remedy: "only start and stop are known")
        }
    }

    /// `kind`, or `score` as it was said before Pacemaker 1.0.
    private static func isMandatory(_ constraint: ConstraintDefinition) -> Bool {
        if let kind = constraint.attributes["kind"] { return kind.lowercased() != "optional" }
        guard let score = constraint.attributes["score"] else { return true }
        return Score(score)?.value != 0
    }

    var flags: OrderFlags {
        guard isMandatory else { return .ordered }
        guard isSymmetrical else { return [.ordered, .asymmetric] }
        return firstTask == .start ? [.ordered, .requiresThen, .needsFirst] : [.ordered, .requiresThen]
    }

    var inverseFlags: OrderFlags { isMandatory ? [.ordered, .requiresFirst] : .ordered }
}

extension ActionTask {
    /// What undoes it.
    var inverse: ActionTask {
        switch self {
        case .start: .stop
        case .stop: .start
        case .running: .stopped
        case .stopped: .running
        default: self
        }
    }
}
