import ClusterModel

/// When each target wants to be woken, and when the first of them does: asked at every event, so it is kept.
struct Wakeups: Sendable {
    private var moments: [NodeName: Instant] = [:]
    private(set) var earliest: Instant?

    mutating func set(_ node: NodeName, _ moment: Instant?) {
        let before = moments[node]
        guard before != moment else { return }
        moments[node] = moment
        if let moment, moment <= earliest ?? moment {
            earliest = moment
        } else if before == earliest {
            earliest = moments.values.min()
        }
    }

    /// Whose moment has come, sorted.
    func due(at now: Instant) -> [NodeName] {
        guard let earliest, earliest <= now else { return [] }
        return moments.filter { $0.value <= now }.keys.sorted { $0.description < $1.description }
    }
}
