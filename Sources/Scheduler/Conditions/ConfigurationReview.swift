import ClusterModel

/// Finds what cannot be scheduled yet, before anything is decided.
public enum ConfigurationReview {
    static func refuse(_ configuration: CIBConfiguration) throws(Refusal) {
        if let first = refusals(configuration).first { throw first }
    }

    /// One for each thing that asks for it.
    public static func refusals(_ configuration: CIBConfiguration) -> [Refusal] {
        var found: [Refusal] = []
        func look(_ body: () throws(Refusal) -> Void) {
            do throws(Refusal) { try body() } catch { found.append(error) }
        }
        for constraint in configuration.constraints {
            look { () throws(Refusal) in try refuse(constraint, configuration) }
        }
        for set in configuration.allSets.joined() {
            if let rule = set.rule { look { () throws(Refusal) in try refuse(dates: rule, of: set.id) } }
        }
        for resource in configuration.resources { look { () throws(Refusal) in try refuse(resource) } }
        look { () throws(Refusal) in try refuseCircles(configuration) }
        return found
    }

    private static func refuseCircles(_ configuration: CIBConfiguration) throws(Refusal) {
        let rules = References(configuration).rules
        for rule in configuration.constraints.flatMap(\.rules) + configuration.allSets.joined().compactMap(\.rule)
        where !rule.isBounded(among: rules) {
            let id = rule.reference ?? rule.id
            throw Refusal("rules that refer to each other", id: id, remedy: "write out what one of them says")
        }
    }

    private static func refuse(_ constraint: ConstraintDefinition, _ all: CIBConfiguration) throws(Refusal) {
        if constraint.kind == .ticket {
            throw Refusal("tickets", id: constraint.id, remedy: "delete the constraint")
        }
        if !constraint.sets.isEmpty {
            throw Refusal("resource sets", id: constraint.id, remedy: "write a constraint for each pair of resources")
        }
        for rule in constraint.rules { try refuse(dates: rule, of: constraint.id) }
        for name in ["rsc", "with-rsc", "first", "then"] {
            guard let id = constraint.attributes[name], all.tags.contains(where: { $0.id == id }) else { continue }
            throw Refusal("tags", id: constraint.id, remedy: "name the resources themselves instead of \(id)")
        }
        try refuse(relation: constraint)
    }

    private static func refuse(relation constraint: ConstraintDefinition) throws(Refusal) {
        if constraint.kind == .colocation {
            for name in ["rsc-role", "with-rsc-role"] {
                guard let role = constraint.attributes[name], role.lowercased() != "started" else { continue }
                throw Refusal("colocation by role", id: constraint.id, remedy: "delete \(name)")
            }
            for name in ["node-attribute", "rsc-instance", "with-rsc-instance"] where constraint.attributes[name] != nil
            {
                throw Refusal("colocation by \(name)", id: constraint.id, remedy: "delete \(name)")
            }
        }
        if constraint.kind == .order, constraint.attributes["kind"]?.lowercased() == "serialize" {
            throw Refusal(
                "orders of kind Serialize", id: constraint.id, remedy: "set kind to \"Mandatory\" or \"Optional\"")
        }
    }

    private static func refuse(dates rule: Rule, of id: String) throws(Refusal) {
        for condition in rule.conditions {
            switch condition {
            case .date: throw Refusal("rules with dates", id: id, remedy: "delete the rule, or what it is part of")
            case .rule(let inner): try refuse(dates: inner, of: id)
            case .attribute, .resource, .operation: break
            }
        }
    }

    private static func refuse(_ resource: ResourceDefinition) throws(Refusal) {
        switch resource.kind {
        case .primitive: try refuse(primitive: resource)
        case .template: break
        case .group(let members): for member in members { try refuse(member) }
        case .clone(let child, let isMaster):
            if isMaster {
                throw Refusal("promotable clones", id: resource.id, remedy: "make it a plain clone")
            }
            try refuse(child)
        case .bundle: throw Refusal("bundles", id: resource.id, remedy: "make it a primitive")
        }
    }

    private static func refuse(primitive: ResourceDefinition) throws(Refusal) {
        if let template = primitive.attributes["template"] {
            throw Refusal(
                "resource templates", id: primitive.id, remedy: "write what \(template) says into \(primitive.id)")
        }
        if primitive.attributes["class"] == "nagios" {
            throw Refusal("nagios resources", id: primitive.id, remedy: "watch the service by another agent")
        }
        if primitive.attributes["type"] == "remote", primitive.attributes["provider"] == "pacemaker" {
            throw Refusal("remote nodes", id: primitive.id, remedy: "delete the resource")
        }
    }
}
