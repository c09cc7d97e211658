/// Reads what crm_simulate 2.1.5 prints as XML, and the transition graph that it writes.
enum OracleReader {
    /// - Parameter graph: what `-G` wrote.
    static func decision(output: String, graph: String) -> Decision {
        var decision = Decision()
        read(output, into: &decision)
        read(graph: graph, into: &decision)
        return decision
    }

    private static func read(_ output: String, into decision: inout Decision) {
        var section = Substring()
        var resource: Resource?
        for line in output.split(separator: "\n") {
            guard let tag = Tag(line) else { continue }
            switch tag.name {
            case "cluster_status", "allocations", "actions", "revised_cluster_status": section = tag.name
            case "node_weight" where section == "allocations":
                let words = ["function", "id", "node", "score"].map { tag[$0] ?? "?" }
                decision.scores.append(words.joined(separator: " "))
            case "resource":
                if !tag.isEnd { resource = Resource(tag) }
                guard tag.isEnd || tag.isEmpty, let ended = resource else { continue }
                resource = nil
                note(ended, section, &decision)
            case "node":
                guard let name = tag["name"] else { continue }
                resource?.nodes.append(name)
                if resource == nil, section == "cluster_status" { decision.conditions.append(condition(of: tag)) }
            default: break
            }
        }
        for id in decision.placements.keys { decision.placements[id]?.sort() }
        decision.scores.sort()
        decision.conditions.sort()
    }

    /// A resource while its element is being read.
    private struct Resource {
        let tag: Tag
        var nodes: [String] = []

        init(_ tag: Tag) { self.tag = tag }
    }

    private static func note(_ resource: Resource, _ section: Substring, _ decision: inout Decision) {
        guard let id = resource.tag["id"].map(withoutInstance) else { return }
        if section == "revised_cluster_status" { decision.placements[id, default: []] += resource.nodes }
        let isShown = resource.tag["orphaned"] != "true" || !resource.nodes.isEmpty
        guard section == "cluster_status", isShown else { return }
        decision.conditions.append(condition(of: resource, id))
    }

    private static func condition(of node: Tag) -> String {
        let flags = [
            "online", "standby", "standby_onfail", "maintenance", "pending", "unclean", "shutdown", "expected_up",
            "is_dc",
        ]
        let set = flags.filter { node[$0] == "true" }
        return (["node", node["name"] ?? "?"] + set).joined(separator: " ")
    }

    private static func condition(of resource: Resource, _ id: String) -> String {
        let flags = ["orphaned", "blocked", "managed", "failed", "failure_ignored"]
        let set = flags.filter { resource.tag[$0] == "true" }
        var role = resource.tag["role"] ?? "?"
        // That an operation is pending shows in what is decided.
        if ["Starting", "Stopping"].contains(role) { role = resource.nodes.isEmpty ? "Stopped" : "Started" }
        return (["resource", id, role] + set + ["on"] + resource.nodes.sorted()).joined(separator: " ")
    }

    /// `web:0` is one of the instances of `web`.
    static func withoutInstance(_ id: String) -> String {
        guard let colon = id.lastIndex(of: ":"), id[colon...].dropFirst().allSatisfy(\.isNumber) else { return id }
        return String(id[..<colon])
    }

    /// Ours has the same form.
    static func read(graph: String, into decision: inout Decision) {
        var isInput = false
        var current: Decision.Action?
        for line in graph.split(separator: "\n") {
            guard let tag = Tag(line) else { continue }
            switch tag.name {
            case "action_set": isInput = false
            case "inputs": isInput = true
            case "rsc_op", "pseudo_event", "crm_event":
                guard !tag.isEnd else { continue }
                let action = Self.action(tag)
                if isInput, let current {
                    decision.actions[current, default: []].insert(action)
                } else {
                    current = action
                    decision.actions[action, default: []].formUnion([])
                }
            default: break
            }
        }
    }

    /// The key with the number of the instance, where there are two.
    private static func action(_ tag: Tag) -> Decision.Action {
        let key = tag["internal_operation_key"] ?? tag["operation_key"] ?? "?"
        return Decision.Action(key, on: tag.name == "pseudo_event" ? "" : tag["on_node"] ?? "")
    }
}
