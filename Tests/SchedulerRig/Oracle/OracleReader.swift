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
        var isRevised = false
        var resource: String?
        for line in output.split(separator: "\n") {
            guard let tag = Tag(line) else { continue }
            switch tag.name {
            case "revised_cluster_status": isRevised = !tag.isEnd
            case "node_weight" where !isRevised:
                let words = ["function", "id", "node", "score"].map { tag[$0] ?? "?" }
                decision.scores.append(words.joined(separator: " "))
            case "resource" where isRevised:
                resource = tag.isEnd ? nil : tag["id"].map(withoutInstance)
                if let resource { decision.placements[resource, default: []] += [] }
                if tag.isEmpty { resource = nil }
            case "node" where isRevised:
                if let resource, let name = tag["name"] { decision.placements[resource]?.append(name) }
            default: break
            }
        }
        for id in decision.placements.keys { decision.placements[id]?.sort() }
        decision.scores.sort()
    }

    /// `web:0` is one of the instances of `web`.
    static func withoutInstance(_ id: String) -> String {
        guard let colon = id.lastIndex(of: ":"), id[colon...].dropFirst().allSatisfy(\.isNumber) else { return id }
        return String(id[..<colon])
    }

    private static func read(graph: String, into decision: inout Decision) {
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
