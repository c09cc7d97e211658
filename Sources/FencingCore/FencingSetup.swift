import ClusterModel

/// What the core knows of its surroundings: this node, the devices, and in which order they are tried.
public struct FencingSetup: Sendable, Equatable {
    public var localNode: NodeName
    /// In configured order.
    public var devices: [FencingDevice] { didSet { order = Self.order(of: devices) } }
    public var topology: [FencingConfiguration.TopologyLevel]
    public var limits: FenceLimits
    /// Devices that are being asked which nodes they control: one of them may turn out to control a node that no device
    /// is known to.
    public var listing: [String]

    public init(
        localNode: NodeName, devices: [FencingDevice], topology: [FencingConfiguration.TopologyLevel] = [],
        limits: FenceLimits = FenceLimits(), listing: [String] = []
    ) {
        self.listing = listing
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
            EscalationLevel(number: $0.offset + 1, devices: [devices[$0.element].aimed(at: target)])
        }
    }

    /// The levels for `on`; devices that cannot do it are skipped (F9).
    ///
    /// A node that is unfenced is so by all of its devices that do that, or it reaches only half of what it needs.
    /// Some act only on the node itself: there it is up, and nothing has to power it on; elsewhere they are left out.
    public func levelsToPowerOn(_ target: NodeName) -> [EscalationLevel] {
        let isHere = target == localNode
        let unfencers = unfencers(of: target).filter { isHere || !$0.runsOnTarget }
        guard !unfencers.contains(where: \.isBanned) else { return [] }
        let alone = unfencers.isEmpty ? [] : [EscalationLevel(number: 1, devices: unfencers)]
        if isHere, !unfencers.isEmpty { return alone }
        let powering = levels(for: target).compactMap { level -> EscalationLevel? in
            var level = level
            level.devices.removeAll { $0.unfences || $0.runsOnTarget && !isHere }
            guard level.devices.contains(where: \.canPowerOn) else { return nil }
            level.devices += unfencers
            return level
        }
        return powering.isEmpty ? alone : powering
    }

    /// The devices whose `on` lets the node in again.
    public func unfencers(of target: NodeName) -> [FencingDevice] {
        devices.filter { $0.unfences && $0.targets.contains(target) }.map { $0.aimed(at: target) }
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
        return EscalationLevel(number: entry.index, devices: found.map { $0.aimed(at: target) })
    }

    /// Every node that some device can fence, sorted.
    public var targets: [NodeName] {
        let named = devices.flatMap(\.targets) + topology.compactMap(\.target)
        return Set(named).sorted { $0.description < $1.description }
    }
}
