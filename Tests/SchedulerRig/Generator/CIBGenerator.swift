import ClusterModel

/// A case for the scheduler, made up from a seed.
public struct GeneratedCase: Sendable {
    public var seed: UInt64
    public var features: Set<Feature>
    public var cib: CIB
    /// Seconds since 1970.
    public var now: Int
}

/// Makes up cluster information bases: valid, but otherwise anything that can be in one.
///
/// The same seed makes the same case for ever, unless this code changes. What is new comes from a stream of its own,
/// and for seeds that nobody used before, so that the others keep their cases.
public enum CIBGenerator {
    /// 2026-01-01 12:00:00Z: the moment of all cases.
    public static let now = 1_767_268_800
    /// From this seed on, all was well until something happened; below, histories are made up, too.
    public static let firstSettled: UInt64 = 1_000_000
    /// From this seed on, what `Oddities` adds, too, to a settled past where the seed is odd.
    public static let firstOdd: UInt64 = 2_000_000
    public static let featureSet = "3.16.1"

    /// - Parameter features: nil for some of them, as the seed says.
    public static func make(_ seed: UInt64, features: Set<Feature>? = nil) -> GeneratedCase {
        var draw = Draw(seed, features: features)
        var cib = CIB(attributes: attributes(&draw))
        let nodes = NodeMaker.definitions(&draw)
        cib.configuration.properties = PropertyMaker.properties(&draw)
        cib.configuration.resourceDefaults = PropertyMaker.resourceDefaults(&draw)
        cib.configuration.operationDefaults = PropertyMaker.operationDefaults(&draw)
        cib.configuration.nodes = nodes
        cib.configuration.resources = ResourceMaker.resources(&draw)
        cib.configuration.constraints = ConstraintMaker.constraints(
            &draw, resources: cib.configuration.resources, nodes: nodes.map(\.name))
        cib.nodeStates = StatusMaker.states(&draw, cib.configuration)
        if isSettled(seed) { SettledPast.settle(&cib, &draw) }
        cib.configuration.fencingLevels = TopologyMaker.levels(&draw, cib.configuration)
        var made = GeneratedCase(seed: seed, features: draw.features, cib: cib, now: now)
        if seed >= firstOdd { Oddities.add(to: &made) }
        return made
    }

    private static func isSettled(_ seed: UInt64) -> Bool {
        seed >= firstOdd ? seed % 2 == 1 : seed >= firstSettled
    }

    private static func attributes(_ draw: inout Draw) -> ElementAttributes {
        let hasQuorum = !draw.has(.quorumLoss, 60)
        return [
            "crm_feature_set": featureSet, "validate-with": "pacemaker-3.9", "epoch": "7", "num_updates": "3",
            "admin_epoch": "0", "have-quorum": hasQuorum ? "1" : "0", "dc-uuid": draw.pick(["1", "1", "2"]),
        ]
    }
}
