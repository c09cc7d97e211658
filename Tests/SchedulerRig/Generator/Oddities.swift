import ClusterModel

/// What few clusters have, and 2.1.5 takes in a way of its own: drawn after all else, from a stream of its own.
enum Oddities {
    private static let makers: [(Feature, @Sendable (inout CIB, inout Draw) -> Void)] = [
        (.defaultsByRule, DefaultsByRule.add), (.oddOptions, OddOptions.add), (.expiredFailures, ExpiredFailures.add),
        (.oddRecords, OddRecords.add), (.references, ReferenceMaker.add),
    ]

    static func add(to made: inout GeneratedCase) {
        var draw = Draw(made.seed ^ 0xD15E_A5E5_0DD1, features: made.features)
        for (feature, add) in makers where draw.chance(40) {
            add(&made.cib, &draw)
            made.features.insert(feature)
        }
    }
}

extension CIB {
    /// Each primitive, wherever it stands, and what it is in.
    mutating func changeEachPrimitive(_ change: (inout ResourceDefinition) -> Void) {
        for index in configuration.resources.indices { configuration.resources[index].changeEachPrimitive(change) }
    }

    var primitives: [ResourceDefinition] { configuration.resources.flatMap(PlaceMaker.primitives) }
}

extension ResourceDefinition {
    fileprivate mutating func changeEachPrimitive(_ change: (inout ResourceDefinition) -> Void) {
        switch kind {
        case .group(var members):
            for index in members.indices { members[index].changeEachPrimitive(change) }
            kind = .group(members)
        case .clone(var child, let isMaster):
            child.changeEachPrimitive(change)
            kind = .clone(child, isMaster: isMaster)
        default: change(&self)
        }
    }
}
