import ClusterModel

/// Makes up what the cluster reports: the states of nodes, and where resources ran.
enum StatusMaker {
    static func states(_ draw: inout Draw, _ configuration: CIBConfiguration) -> [NodeState] {
        let nodes = configuration.nodes
        let health = nodes.map { _ in NodeHealth.some(&draw) }
        let places = PlaceMaker.places(&draw, configuration.resources, nodes: nodes.count, up: upNodes(health))
        var history = HistoryMaker(places: places, strays: strays(&draw))
        var states: [NodeState] = []
        for (index, node) in nodes.enumerated() where health[index] != .unseen {
            var state = NodeState(attributes: health[index].attributes(&draw, id: node.id, name: node.name))
            if health[index] != .down || draw.chance(40) {
                history.fill(&state, &draw, configuration.resources, node: index)
            }
            state.transientAttributes = transient(&draw, health[index], history.takeFailCounts(), node)
            states.append(state)
        }
        return states
    }

    private static func upNodes(_ health: [NodeHealth]) -> [Int] {
        let up = health.indices.filter { health[$0] == .online || health[$0] == .leaving || health[$0].isUnclean }
        return up.isEmpty ? [0] : up
    }

    /// Resources with a history that nobody configured.
    private static func strays(_ draw: inout Draw) -> [ResourceDefinition] {
        guard draw.features.contains(.orphans) else { return [] }
        return (1...draw.number(1...2)).map { PrimitiveMaker.primitive(&draw, "orphan\($0)") }
    }

    private static func transient(
        _ draw: inout Draw, _ health: NodeHealth, _ failCounts: [(String, String)], _ node: NodeDefinition
    ) -> [AttributeSet] {
        var values = failCounts
        if health == .leaving { values.append(("shutdown", String(CIBGenerator.now - 5))) }
        if draw.has(.standby, 10) { values.append(("standby", draw.pick(["on", "true"]))) }
        if draw.has(.nodeAttributes, 40) { values.append(("pingd", draw.pick(["0", "100", "200"]))) }
        if draw.has(.uncleanNodes, 5), health == .online { values.append(("terminate", "true")) }
        if health == .online, draw.chance(30) { values.append(("probe_complete", "true")) }
        return values.isEmpty ? [] : [draw.set("status-\(node.id)", values)]
    }
}

/// How a node is.
enum NodeHealth: Equatable {
    case online, down, unseen, leaving, pending
    /// The cluster lost it, or a part of it, without a goodbye.
    case lost, halfLost, failedToJoin

    var isUnclean: Bool { self == .lost || self == .halfLost || self == .failedToJoin }

    static func some(_ draw: inout Draw) -> NodeHealth {
        if draw.has(.uncleanNodes, 25) { return draw.pick([.lost, .lost, .lost, .halfLost, .failedToJoin]) }
        if draw.has(.downNodes, 15) { return .down }
        if draw.has(.pendingNodes, 12) { return .pending }
        if draw.has(.leavingNodes, 12) { return .leaving }
        if draw.has(.unseenNodes, 8) { return .unseen }
        return .online
    }

    func attributes(_ draw: inout Draw, id: String, name: String) -> ElementAttributes {
        var attributes = usual(&draw, id: id, name: name)
        guard draw.has(.rareNodes, 20) else { return attributes }
        let choices: [(String, [String?])] = [
            ("in_ccm", ["true", "false", nil]), ("crmd", ["online", "offline", nil]),
            ("join", ["member", "pending", "down", "nack", nil]), ("expected", ["member", "down", nil]),
        ]
        for (name, among) in choices { attributes[name] = draw.pick(among) }
        return attributes
    }

    private func usual(_ draw: inout Draw, id: String, name: String) -> ElementAttributes {
        let (member, process, join, expected) =
            switch self {
            case .online, .unseen: ("true", "online", "member", "member")
            case .leaving: ("true", "online", "member", draw.pick(["member", "down"]))
            case .down: ("false", "offline", "down", "down")
            case .pending: ("true", "online", draw.pick(["pending", "down"]), draw.pick(["member", "down"]))
            case .lost: ("false", "offline", draw.pick(["member", "down"]), "member")
            case .halfLost: (draw.pick(["true", "false"]), "offline", "member", "member")
            case .failedToJoin: ("true", "online", "nack", "member")
            }
        return [
            "id": id, "uname": name, "in_ccm": member, "crmd": process, "join": join, "expected": expected,
            "crm-debug-origin": "do_update_resource",
        ]
    }
}
