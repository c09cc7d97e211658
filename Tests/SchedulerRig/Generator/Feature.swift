import ClusterModel

/// What a made-up case may have. Each case has about half of them, so that small interplays show, too.
public enum Feature: String, CaseIterable, Sendable {
    case groups, clones, groupClones, priority, stickiness, targetRole, unmanaged, resourceMaintenance, multipleActive
    case locations, rules, optIn, colocations, orders, nodeAttributes
    case operations, onFail, roleMonitors, migrationThreshold, failureTimeout
    case fencing, fenceDevices, quorumLoss, standby, nodeMaintenance, clusterProperties, defaults
    case downNodes, uncleanNodes, pendingNodes, leavingNodes, unseenNodes
    case orphans, strays, failures, pendingOperations, hardErrors, unprobed, digests
    /// What few clusters have.
    case rareMeta, rareConstraints, rareHistory, rareNodes, notifications
    /// What only cases with oddities have.
    case references, defaultsByRule, oddOptions, expiredFailures, oddRecords

    private static let odd: Set<Feature> = [.references, .defaultsByRule, .oddOptions, .expiredFailures, .oddRecords]

    static func some(_ seed: inout Seed, percent: UInt64) -> Set<Feature> {
        let rare: Set<Feature> = [.rareMeta, .rareConstraints, .rareHistory, .rareNodes, .notifications]
        let usual = allCases.filter { !odd.contains($0) }
        return Set(usual.filter { seed.next() % 100 < (rare.contains($0) ? percent / 4 : percent) })
    }
}
