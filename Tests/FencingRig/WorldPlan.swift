import ClusterModel
import FencingCore

/// The nodes and devices of a made-up world, drawn from its seed; drawn anew, they are a new configuration.
package enum WorldPlan {
    package static let names = ["pm01", "pm02", "pm03", "pm04", "pm05", "pm06"].compactMap { NodeName($0) }
    /// Nobody controls it.
    static let stranger = NodeName("pm09")
    /// Two supplies, each switched by a device of its own: one of them off changes nothing.
    static let feeds = ["pdu-a", "pdu-b"]
    /// Two plugs of one device, which feed the sixth node together.
    static let plugs = ["6a", "6b"]
    private static let strip = "pdu-6"
    /// They cut nodes off from storage and network; the first works on the node itself only.
    private static let (storage, fabric) = ("storage", "fabric")
    private static let ways = [2: [storage], 5: [storage, fabric], 6: [fabric]]

    private struct Draft {
        var id: String
        var type: String
        var kind: DeviceKind
        var targets: [Int]
        var priority: Int
    }

    private static let helper = "external/stonith-helper"
    private static let readBack = DeviceKind.power(evidenceMax: .readBack)
    private static let accepted = DeviceKind.power(evidenceMax: .accepted)

    private static let drafts: [Draft] =
        [1, 2, 6].flatMap { number in
            [
                Draft(id: "helper-\(number)", type: helper, kind: .check, targets: [number], priority: 1),
                Draft(id: "meat-\(number)", type: "meatware", kind: .person, targets: [number], priority: 3),
            ]
        }
        + (1...4).map {
            Draft(id: "ipmi-\($0)", type: "external/ipmi", kind: readBack, targets: [$0], priority: 2)
        }
        + feeds.map { Draft(id: $0, type: "external/rackpdu", kind: accepted, targets: [3, 4], priority: 4) }
        + [
            Draft(id: "chassis", type: "external/drac5", kind: accepted, targets: [1, 5], priority: 4),
            Draft(id: strip, type: "fence_apc", kind: readBack, targets: [6], priority: 2),
            Draft(id: storage, type: "fence_scsi", kind: readBack, targets: [2, 5], priority: 6),
            Draft(id: fabric, type: "fence_brocade", kind: readBack, targets: [5, 6], priority: 7),
        ]

    private static let topology: [(Int, [[String]])] = [
        (3, [["pdu-a", "pdu-b"], ["ipmi-3"]]),
        (4, [["ipmi-4"], ["pdu-a", "pdu-b"]]),
    ]

    static func nodes() -> [NodeName: WorldNode] {
        var nodes: [NodeName: WorldNode] = [:]
        for (index, name) in names.enumerated() {
            let outlets = index == 5 ? plugs.map { WorldNode.outlet(strip, $0) } : [2, 3].contains(index) ? feeds : []
            nodes[name] = WorldNode(feeds: outlets, ways: ways[index + 1] ?? [])
        }
        return nodes
    }

    package static func setup(_ random: inout Seed) -> FencingSetup {
        var devices: [FencingDevice] = []
        for draft in drafts where Int.random(in: 0..<12, using: &random) > 0 {
            if let device = device(draft, &random) { devices.append(device) }
        }
        let levels = topology.flatMap { number, levels in
            levels.enumerated().map { index, devices in
                FencingConfiguration.TopologyLevel(target: names[number - 1], index: index + 1, devices: devices)
            }
        }
        return FencingSetup(localNode: names[1], devices: devices, topology: levels, limits: limits(&random))
    }

    /// In most worlds nothing is held back, and fencing goes on for ever.
    private static func limits(_ random: inout Seed) -> FenceLimits {
        guard Int.random(in: 0..<6, using: &random) == 0 else { return FenceLimits(storm: nil, loop: nil) }
        return FenceLimits(
            storm: FenceLimit(count: Int.random(in: 5...50, using: &random), milliseconds: 600_000),
            loop: FenceLimit(count: Int.random(in: 2...20, using: &random), milliseconds: 600_000))
    }

    private static func device(_ draft: Draft, _ random: inout Seed) -> FencingDevice? {
        guard let type = DeviceType(draft.type) else { return nil }
        var configuration = DeviceConfiguration(id: draft.id, type: type)
        configuration.targets = .listed(draft.targets.map { names[$0 - 1] })
        configuration.priority = draft.priority + (Int.random(in: 0..<8, using: &random) == 0 ? 2 : 0)
        configuration.timeoutMilliseconds = [1000, 5000, 20_000, 60_000][Int.random(in: 0..<4, using: &random)]
        if Int.random(in: 0..<6, using: &random) == 0 {
            configuration.delayBaseMilliseconds = Int64.random(in: 0...3000, using: &random)
            configuration.delayMaxMilliseconds = Int64.random(in: 0...5000, using: &random)
        }
        if Int.random(in: 0..<20, using: &random) == 0 { configuration.bans = [.on(names[1])] }
        configuration.agentRules = rules(draft, &random)
        return FencingDevice(
            configuration, kind: draft.kind, learntTargets: [], localNode: names[1], facts: facts(draft, &random))
    }

    private static func rules(_ draft: Draft, _ random: inout Seed) -> AgentRules {
        var rules = AgentRules()
        if draft.id == strip { rules.plugs[names[5]] = plugs }
        if draft.id == "chassis" { rules.actionLimit = [1, 2, -1][Int.random(in: 0..<3, using: &random)] }
        rules.providesUnfencing = draft.id == fabric
        guard case .power = draft.kind else { return rules }
        for action in [AgentAction.reset, .off, .on] where Int.random(in: 0..<4, using: &random) == 0 {
            rules.retries[action] = Int.random(in: 1...3, using: &random)
        }
        if Int.random(in: 0..<6, using: &random) == 0 { rules.timeoutsMilliseconds[.off] = 15_000 }
        if Int.random(in: 0..<12, using: &random) == 0 { rules.actionWords[.reset] = "off" }
        return rules
    }

    /// What their metadata would say.
    private static func facts(_ draft: Draft, _ random: inout Seed) -> AgentFacts? {
        guard DeviceType(draft.type)?.isAgent == true else { return nil }
        guard draft.id == strip else {
            let isOnTarget = draft.id == storage
            return AgentFacts(
                actions: ["off", "on", "status"], onIsAutomatic: isOnTarget, onRunsOnTarget: isOnTarget)
        }
        let hasReboot = Int.random(in: 0..<2, using: &random) == 0
        return AgentFacts(actions: Set(["off", "on", "status", "list"] + (hasReboot ? ["reboot"] : [])))
    }
}
