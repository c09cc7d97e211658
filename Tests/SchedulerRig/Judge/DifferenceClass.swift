import ClusterModel

/// Cases whose gravest differences look alike.
public struct DifferenceClass: Sendable {
    public var aspect: Difference.Aspect
    public var kind: String
    public var verdicts: [Verdict]

    /// The features that all of them have.
    public var commonFeatures: [Feature] {
        let sets = verdicts.map(\.features)
        return Feature.allCases.filter { feature in sets.allSatisfy { $0.contains(feature) } }
    }

    /// The most frequent first.
    public static func classes(of verdicts: [Verdict]) -> [DifferenceClass] {
        var classes: [DifferenceClass] = []
        for verdict in verdicts {
            guard case .differs(let differences) = verdict.outcome, let gravest = differences.first else { continue }
            let index = classes.firstIndex { $0.aspect == gravest.aspect && $0.kind == gravest.kind }
            if let index {
                classes[index].verdicts.append(verdict)
            } else {
                classes.append(DifferenceClass(aspect: gravest.aspect, kind: gravest.kind, verdicts: [verdict]))
            }
        }
        return classes.sorted { $0.verdicts.count > $1.verdicts.count }
    }

    /// The first of its cases, made as small as it stays in this class.
    public func smallestCase(attempts: Int = 600) -> CIB? {
        guard let first = verdicts.first else { return nil }
        let shrinker = Shrinker { cib in
            guard case .differs(let differences) = Verdict.outcome(cib), let gravest = differences.first else {
                return false
            }
            return gravest.aspect == aspect && gravest.kind == kind
        }
        return shrinker.smallest(CIBGenerator.make(first.seed).cib, attempts: attempts)
    }
}
