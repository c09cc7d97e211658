/// What may stand where in a configuration: Pacemaker's schema 3.9, as a table.
struct Grammar {
    indirect enum Value: Equatable {
        case text, id, score, boolean, integer, natural, positive
        /// The id of something else in the configuration.
        case reference
        case choice([String])
        case devices, range
    }

    struct Attribute {
        var value: Value
        var isNeeded = false
    }

    struct Element {
        var attributes: [String: Attribute] = [:]
        /// Of these attributes, each group needs one.
        var alternatives: [[String]] = []
        var children: Set<String> = []
        /// One of these must stand in it.
        var needed: Set<String> = []
    }

    static let elements: [String: Element] = {
        var table: [String: Element] = [:]
        for part in [sections, sets, rules, resources, constraints, others] { table.merge(part) { $1 } }
        return table
    }()

    private static func needed(_ value: Value) -> Attribute { Attribute(value: value, isNeeded: true) }
    private static func optional(_ value: Value) -> Attribute { Attribute(value: value) }
    static let roles = Value.choice(["Stopped", "Started", "Promoted", "Unpromoted", "Master", "Slave"])
    private static let actions = Value.choice(["start", "promote", "demote", "stop"])
    private static let kinds = Value.choice(["Optional", "Mandatory", "Serialize"])

    private static let sections: [String: Element] = [
        "configuration": Element(children: [
            "crm_config", "nodes", "resources", "constraints", "rsc_defaults", "op_defaults", "fencing-topology",
            "acls",
            "tags", "alerts",
        ]),
        "crm_config": Element(children: ["cluster_property_set"]),
        "nodes": Element(children: ["node"]),
        "resources": Element(children: ["primitive", "template", "group", "clone", "master", "bundle"]),
        "constraints": Element(children: ["rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket"]),
        "rsc_defaults": Element(children: ["meta_attributes"]),
        "op_defaults": Element(children: ["meta_attributes"]),
        "fencing-topology": Element(children: ["fencing-level"]),
        "tags": Element(children: ["tag"]),
        "node": Element(
            attributes: [
                "id": needed(.text), "uname": needed(.text), "type": optional(.choice(["member", "ping", "remote"])),
                "description": optional(.text), "score": optional(.score),
            ], children: ["instance_attributes", "utilization"]),
    ]

    private static let set = Element(
        attributes: ["id": optional(.id), "id-ref": optional(.reference), "score": optional(.score)],
        alternatives: [["id", "id-ref"]], children: ["rule", "nvpair"])

    private static let sets: [String: Element] = [
        "cluster_property_set": set, "instance_attributes": set, "meta_attributes": set, "utilization": set,
        "nvpair": Element(
            attributes: [
                "id": optional(.id), "id-ref": optional(.reference), "name": optional(.text), "value": optional(.text),
            ], alternatives: [["id", "id-ref"], ["name", "id-ref"]]),
    ]

    private static let dates: [String: Attribute] = [
        "id": needed(.id), "years": optional(.text), "months": optional(.text), "weeks": optional(.text),
        "days": optional(.text), "hours": optional(.text), "minutes": optional(.text), "seconds": optional(.text),
        "monthdays": optional(.text), "weekdays": optional(.text), "yearsdays": optional(.text),
        "yeardays": optional(.text), "weekyears": optional(.text), "moon": optional(.text),
    ]

    private static let conditions: Set = ["expression", "date_expression", "rule", "rsc_expression", "op_expression"]

    private static let rules: [String: Element] = [
        "rule": Element(
            attributes: [
                "id": optional(.id), "id-ref": optional(.reference), "boolean-op": optional(.choice(["or", "and"])),
                "role": optional(.text), "score": optional(.score), "score-attribute": optional(.text),
            ], alternatives: [["id", "id-ref"]], children: conditions, needed: conditions),
        "expression": Element(attributes: [
            "id": needed(.id), "attribute": needed(.text),
            "operation": needed(.choice(["lt", "gt", "lte", "gte", "eq", "ne", "defined", "not_defined"])),
            "value": optional(.text), "type": optional(.choice(["string", "integer", "number", "version"])),
            "value-source": optional(.choice(["literal", "param", "meta"])),
        ]),
        "date_expression": Element(
            attributes: [
                "id": needed(.id), "operation": needed(.choice(["in_range", "gt", "lt", "date_spec"])),
                "start": optional(.text), "end": optional(.text),
            ], children: ["duration", "date_spec"]),
        "duration": Element(attributes: dates), "date_spec": Element(attributes: dates),
        "rsc_expression": Element(attributes: [
            "id": needed(.id), "class": optional(.text), "provider": optional(.text), "type": optional(.text),
        ]),
        "op_expression": Element(attributes: [
            "id": needed(.id), "name": needed(.text), "interval": optional(.text),
        ]),
    ]

    private static let classes = Value.choice([
        "ocf", "lsb", "heartbeat", "stonith", "upstart", "service", "systemd", "nagios",
    ])
    private static let failures = Value.choice([
        "ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container",
    ])
    private static let named: [String: Attribute] = ["id": needed(.id), "description": optional(.text)]
    private static let extra: Set = ["meta_attributes", "instance_attributes"]

    private static func agent(_ more: [String: Attribute]) -> [String: Attribute] {
        let own = ["class": optional(classes), "provider": optional(.text), "type": optional(.text)]
        return named.merging(own) { $1 }.merging(more) { $1 }
    }

    private static let resources: [String: Element] = [
        "primitive": Element(
            attributes: agent(["template": optional(.reference)]),
            alternatives: [["class", "template"], ["type", "template"]],
            children: extra.union(["operations", "utilization"])),
        "template": Element(
            attributes: agent([:]), alternatives: [["class"], ["type"]],
            children: extra.union(["operations", "utilization"])),
        "group": Element(attributes: named, children: extra.union(["primitive"]), needed: ["primitive"]),
        "clone": Element(attributes: named, children: extra.union(members), needed: members),
        "master": Element(attributes: named, children: extra.union(members), needed: members),
        "bundle": Element(
            attributes: named, children: extra.union(containers).union(["network", "storage", "primitive"]),
            needed: containers),
        "operations": Element(
            attributes: ["id": optional(.id), "id-ref": optional(.reference)], children: ["op"]),
        "op": Element(
            attributes: [
                "id": needed(.id), "name": needed(.text), "interval": needed(.text), "description": optional(.text),
                "start-delay": optional(.text), "interval-origin": optional(.text), "timeout": optional(.text),
                "enabled": optional(.boolean), "record-pending": optional(.boolean), "role": optional(roles),
                "on-fail": optional(failures),
            ], children: extra),
    ]
    private static let members: Set = ["primitive", "group"]
    private static let containers: Set = ["docker", "rkt", "podman"]

    private static let constraints: [String: Element] = [
        "rsc_location": Element(
            attributes: [
                "id": needed(.id), "rsc": optional(.reference), "rsc-pattern": optional(.text), "role": optional(roles),
                "score": optional(.score), "node": optional(.text),
                "resource-discovery": optional(.choice(["always", "never", "exclusive"])),
            ], children: ["resource_set", "rule", "lifetime"]),
        "rsc_colocation": Element(
            attributes: [
                "id": needed(.id), "score": optional(.score), "influence": optional(.text), "rsc": optional(.reference),
                "with-rsc": optional(.reference), "node-attribute": optional(.text), "rsc-role": optional(roles),
                "with-rsc-role": optional(roles),
            ], children: ["resource_set", "lifetime"]),
        "rsc_order": Element(
            attributes: [
                "id": needed(.id), "symmetrical": optional(.boolean), "require-all": optional(.boolean),
                "score": optional(.score), "kind": optional(kinds), "first": optional(.reference),
                "then": optional(.reference), "first-action": optional(actions), "then-action": optional(actions),
            ], children: ["resource_set", "lifetime"]),
        "rsc_ticket": Element(
            attributes: [
                "id": needed(.id), "ticket": needed(.text), "rsc": optional(.reference), "rsc-role": optional(roles),
                "loss-policy": optional(.choice(["stop", "demote", "fence", "freeze"])),
            ], children: ["resource_set"]),
        "lifetime": Element(children: ["rule"], needed: ["rule"]),
        "resource_set": Element(
            attributes: [
                "id": optional(.id), "id-ref": optional(.reference), "sequential": optional(.boolean),
                "require-all": optional(.boolean), "ordering": optional(.choice(["group", "listed"])),
                "action": optional(actions), "role": optional(roles), "score": optional(.score),
                "kind": optional(kinds),
            ], alternatives: [["id", "id-ref"]], children: ["resource_ref"], needed: ["resource_ref"]),
        "resource_ref": Element(attributes: ["id": needed(.reference)]),
    ]

    private static let others: [String: Element] = [
        "fencing-level": Element(
            attributes: [
                "id": needed(.id), "target": optional(.text), "target-pattern": optional(.text),
                "target-attribute": optional(.text), "target-value": optional(.text), "index": needed(.positive),
                "devices": needed(.devices),
            ], alternatives: [["target", "target-pattern", "target-attribute"]]),
        "tag": Element(attributes: ["id": needed(.id)], children: ["obj_ref"], needed: ["obj_ref"]),
        "obj_ref": Element(attributes: ["id": needed(.text)]),
    ]
}
