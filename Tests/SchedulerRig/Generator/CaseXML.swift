import ClusterModel

/// A made-up information base as XML.
public enum CaseXML {
    public static func text(_ cib: CIB) -> String {
        var xml = "<cib\(attributes(cib.attributes))>\n<configuration>\n"
        let configuration = cib.configuration
        xml += section("crm_config", configuration.properties.map { set("cluster_property_set", $0) })
        xml += section("nodes", configuration.nodes.map(node))
        xml += section("resources", configuration.resources.map(resource))
        xml += section("constraints", configuration.constraints.map(constraint))
        let defaults = configuration.resourceDefaults.map { set("meta_attributes", $0) }
        if !defaults.isEmpty { xml += section("rsc_defaults", defaults) }
        let operations = configuration.operationDefaults.map { set("meta_attributes", $0) }
        if !operations.isEmpty { xml += section("op_defaults", operations) }
        return xml + "</configuration>\n" + section("status", cib.nodeStates.map(state)) + "</cib>\n"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    private static func attributes(_ attributes: ElementAttributes) -> String {
        attributes.pairs.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined()
    }

    private static func element(
        _ name: String, _ attributes: ElementAttributes, _ children: [String]
    ) -> String {
        guard !children.isEmpty else { return "<\(name)\(self.attributes(attributes))/>\n" }
        return "<\(name)\(self.attributes(attributes))>\n\(children.joined())</\(name)>\n"
    }

    private static func section(_ name: String, _ children: [String]) -> String { element(name, [:], children) }

    private static func set(_ name: String, _ set: AttributeSet) -> String {
        let pairs = set.pairs.map { pair in
            element("nvpair", ["id": pair.id, "name": pair.name, "value": pair.value ?? ""], [])
        }
        return element(name, set.attributes, (set.rule.map { [rule($0)] } ?? []) + pairs)
    }

    // MARK: Configuration

    private static func node(_ node: NodeDefinition) -> String {
        element("node", node.attributes, node.attributeSets.map { set("instance_attributes", $0) })
    }

    private static func resource(_ resource: ResourceDefinition) -> String {
        var children = resource.meta.map { set("meta_attributes", $0) }
        children += resource.parameters.map { set("instance_attributes", $0) }
        let operations = resource.operations.map { element("op", $0.attributes, []) }
        if !operations.isEmpty { children.append(section("operations", operations)) }
        switch resource.kind {
        case .group(let members): return element("group", resource.attributes, children + members.map(self.resource))
        case .clone(let child, _): return element("clone", resource.attributes, children + [self.resource(child)])
        default: return element("primitive", resource.attributes, children)
        }
    }

    private static func constraint(_ constraint: ConstraintDefinition) -> String {
        element(constraint.kind.rawValue, constraint.attributes, constraint.rules.map(rule))
    }

    private static func rule(_ rule: Rule) -> String {
        let conditions = rule.conditions.map { condition in
            switch condition {
            case .attribute(let expression): element("expression", expression, [])
            case .rule(let inner): self.rule(inner)
            default: ""
            }
        }
        return element("rule", rule.attributes, conditions)
    }

    // MARK: Status

    private static func state(_ state: NodeState) -> String {
        let transient = state.transientAttributes.map { set("instance_attributes", $0) }
        var children = [element("transient_attributes", ["id": state.id], transient)]
        let histories = state.histories.map { history in
            element("lrm_resource", ["id": history.id] + history.attributes, history.operations.map(record))
        }
        children.append(element("lrm", ["id": state.id], [section("lrm_resources", histories)]))
        return element("node_state", state.attributes, children)
    }

    private static func record(_ record: OperationRecord) -> String {
        var attributes: ElementAttributes = [
            "id": record.id, "operation": record.operation, "transition-key": record.transitionKey,
            "transition-magic": record.transitionMagic, "exit-reason": record.exitReason,
            "call-id": String(record.callID), "rc-code": String(record.code),
            "op-status": String(record.status.rawValue), "interval": String(record.intervalMilliseconds),
            "last-rc-change": String(record.lastChange),
        ]
        if !record.digest.isEmpty { attributes["op-digest"] = record.digest }
        if !record.restartDigest.isEmpty {
            attributes["op-force-restart"] = record.restartParameters
            attributes["op-restart-digest"] = record.restartDigest
        }
        return element("lrm_rsc_op", attributes + record.others, [])
    }
}

extension ElementAttributes {
    fileprivate static func + (left: ElementAttributes, right: ElementAttributes) -> ElementAttributes {
        ElementAttributes(left.pairs + right.pairs)
    }
}
