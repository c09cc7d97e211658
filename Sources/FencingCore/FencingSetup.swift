import ClusterModel

/// What the core knows of its surroundings: this node, the devices, and in which order they are tried.
public struct FencingSetup: Sendable, Equatable {
    public var localNode: NodeName
    /// In configured order.
    public var devices: [FencingDevice] { didSet { order = Self.order(of: devices) } }
    public var topology: [FencingConfiguration.TopologyLevel]
    public var limits: FenceLimits

    public init(
        localNode: NodeName, devices: [FencingDevice], topology: [FencingConfiguration.TopologyLevel] = [],
        limits: FenceLimits = FenceLimits()
    ) {
        self.limits = limits
        self.localNode = localNode
        self.devices = devices
        self.topology = topology
        order = Self.order(of: devices)
    }

    /// For each target the places of the devices that can fence it, in the order they are tried one by one.
    private var order: [NodeName: [Int]]

    private static func order(of devices: [FencingDevice]) -> [NodeName: [Int]] {
        var order: [NodeName: [Int]] = [:]
        for (place, device) in devices.enumerated() where !device.isBanned {
            for target in device.targets where order[target]?.last != place { order[target, default: []].append(place) }
        }
        return order.mapValues { places in places.sorted { (devices[$0].priority, $0) < (devices[$1].priority, $1) } }
    }

    /// The levels for a target, in the order they are tried. None: no device here controls such a node.
    ///
    /// `fencing_topology` decides where it names the target, or every node; else each device that controls the target
    /// is a level of its own, by priority, then by place (F3; stonithd of Pacemaker 1.0).
    public func levels(for target: NodeName) -> [EscalationLevel] {
        if let explicit = topologyLevels(for: target) {
            return explicit.filter { !$0.devices.contains(where: \.isBanned) }
        }
        return (order[target] ?? []).enumerated().map {
            EscalationLevel(number: $0.offset + 1, devices: [devices[$0.element]])
        }
    }

    /// Nil where no entry is about the target. Where entries are, and none is usable, none of their devices is tried
    /// alone.
    private func topologyLevels(for target: NodeName) -> [EscalationLevel]? {
        let own = topology.filter { $0.target == target }
        let entries = own.isEmpty ? topology.filter { $0.target == nil } : own
        guard !entries.isEmpty, !own.isEmpty || devices.contains(where: { $0.targets.contains(target) }) else {
            return nil
        }
        return entries.sorted { $0.index < $1.index }.compactMap { level($0, for: target) }
    }

    /// Nil when one of its devices is not usable here, or does not control the target: fewer than all of them must
    /// never count as all, and another node must never be shot in the target's place. A device that is named twice is
    /// used once.
    private func level(_ entry: FencingConfiguration.TopologyLevel, for target: NodeName) -> EscalationLevel? {
        let ids = entry.devices.enumerated().filter { !entry.devices[..<$0.offset].contains($0.element) }
        let found = ids.compactMap { id in devices.first { $0.id == id.element && $0.targets.contains(target) } }
        guard found.count == ids.count, !found.isEmpty else { return nil }
        return EscalationLevel(number: entry.index, devices: found)
    }

    /// Every node that some device can fence, sorted.
    public var targets: [NodeName] {
        let named = devices.flatMap(\.targets) + topology.compactMap(\.target)
        return Set(named).sorted { $0.description < $1.description }
    }
}
