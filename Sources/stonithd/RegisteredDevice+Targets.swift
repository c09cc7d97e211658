import Agents
import ClusterModel
import FencingCore

/// Which nodes a device can fence, where its parameters do not say.
extension RegisteredDevice {
    /// Where the configuration has none it is what the agent lists. What it knows the state of is no evidence that it
    /// is about that node, so that this has to be asked for.
    var hostCheck: AgentRules.HostCheck {
        if let check = configuration.agentRules.hostCheck { return check }
        if case .listed = configuration.targets { return .staticList }
        return .dynamicList
    }

    /// The device was configured, or its agent has said what it can do.
    mutating func expect(_ nodes: [NodeName]) {
        self.nodes = nodes
        if configuration.targets == .askAgent, hostCheck == .none { learntTargets = nodes }
    }

    /// What it calls the node.
    func plugs(of node: NodeName) -> [String?] { configuration.agentRules.plugs[node] ?? [nil] }

    /// Who listed a node before, and does not now, has rather lost sight of it, often just when it has to be fenced:
    /// the node stays known as long as the device is configured as it is.
    ///
    /// - Parameter hosts: what it lists. A node that a map gives other names is there when all of those are; names that
    ///   are only such are no nodes.
    mutating func learn(hosts: [String]) {
        awaitsList = false
        let map = configuration.agentRules.plugs
        let listed = ListedNames(hosts)
        let taken = Set(map.values.joined().map { $0.lowercased() })
        var nodes = map.filter { $0.value.allSatisfy { listed.name(of: $0) != nil } }.map(\.key)
        nodes.sort { $0.description < $1.description }
        for host in hosts where !taken.contains(host.lowercased()) {
            guard let node = NodeName(host), map[node] == nil, !nodes.contains(node),
                let name = listed.name(of: node.description)
            else { continue }
            nodes.append(node)
            learntPlugs[node] = agent != nil && name != node.description ? [name] : nil
        }
        // Of several spellings that are new nobody knows which one was meant before.
        let spelt = Set(hosts.map { $0.lowercased() })
        let lost = (learntTargets ?? []).filter { node in
            !nodes.contains(node) && (map[node] != nil || !spelt.contains(node.description))
        }
        learntTargets = nodes + lost
        learntPlugs = learntPlugs.filter { node, _ in learntTargets?.contains(node) == true }
    }

    /// Whether a node that no device is known to control may yet turn out to be one of its own.
    var isListing: Bool {
        configuration.targets == .askAgent && hostCheck == .dynamicList && awaitsList && problem == nil
    }

    /// So often at most a request for an unknown node has it asked.
    private static let listMilliseconds: Int64 = 10_000

    /// It lists its nodes, and may have got others since it did.
    func hasOldList(at now: Instant) -> Bool {
        guard configuration.targets == .askAgent, hostCheck == .dynamicList, problem == nil else { return false }
        return askedForList.map { now.milliseconds(since: $0) >= Self.listMilliseconds } ?? true
    }

    /// What it answered when it was asked for one node. A node that it knew once stays known until it says that it has
    /// no such machine: silence says nothing.
    mutating func learn(_ node: NodeName, _ code: OperationCode) {
        var known = learntTargets ?? []
        if code == .badHost { known.removeAll { $0 == node } }
        if code == .ok, !known.contains(node) { known.append(node) }
        learntTargets = known
    }

    /// Those that it has not answered for yet.
    var unknownNodes: [NodeName] { nodes.filter { learntTargets?.contains($0) != true } }

    /// It is asked about one node after the other, and has not answered for all.
    var isPartlyAsked: Bool {
        configuration.targets == .askAgent && hostCheck == .status && learntTargets != nil && !unknownNodes.isEmpty
    }
}
