import ClusterModel

/// Counts fences, and says when there are so many that something else must be wrong: a storm of all nodes, or one node
/// in a loop. A fence that failed does not count, or a broken device would bring a hold about.
public struct FenceGuard: Sendable {
    /// One that began, and has not failed.
    public struct Fence: Sendable, Equatable {
        public var node: NodeName
        public var at: Instant

        public init(node: NodeName, at: Instant) {
            self.node = node
            self.at = at
        }
    }

    /// Why nothing is fenced now.
    public struct Hold: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            case storm
            case loop(NodeName)
        }

        public var kind: Kind
        /// The limit that was reached.
        public var limit: FenceLimit
        /// It ends by itself when the oldest of the fences is so old that it counts no more.
        public var until: Instant
    }

    /// Oldest first.
    private var fences: [Fence]

    init(_ fences: [Fence]) { self.fences = fences.sorted { $0.at < $1.at } }

    /// Nil: the node may be fenced.
    func hold(_ node: NodeName, _ action: AgentAction, _ limits: FenceLimits, at now: Instant) -> Hold? {
        guard action != .on else { return nil }
        return hold(.storm, limits.storm, at: now) { _ in true }
            ?? hold(.loop(node), limits.loop, at: now) { $0 == node }
    }

    private func hold(
        _ kind: Hold.Kind, _ limit: FenceLimit?, at now: Instant, _ counts: (NodeName) -> Bool
    ) -> Hold? {
        guard let limit else { return nil }
        let since = now.adding(milliseconds: -limit.milliseconds)
        var count = 0
        for fence in fences.reversed() where counts(fence.node) {
            guard fence.at > since else { break }
            count += 1
            guard count == limit.count else { continue }
            return Hold(kind: kind, limit: limit, until: fence.at.adding(milliseconds: limit.milliseconds))
        }
        return nil
    }

    /// Every hold that is in force, for those who look.
    func holds(_ limits: FenceLimits, at now: Instant) -> [Hold] {
        let storm = hold(.storm, limits.storm, at: now) { _ in true }
        let nodes = Set(fences.map(\.node)).sorted { $0.description < $1.description }
        return [storm].compactMap { $0 }
            + nodes.compactMap { node in hold(.loop(node), limits.loop, at: now) { $0 == node } }
    }

    mutating func count(_ node: NodeName, _ limits: FenceLimits, at now: Instant) {
        let kept = max(limits.storm?.milliseconds ?? 0, limits.loop?.milliseconds ?? 0)
        let since = now.adding(milliseconds: -kept)
        // Seldom and in one go: taking off the first one each time would move all the others each time.
        if let first = fences.first, first.at <= since, fences.count >= sweepAt {
            fences.removeAll { $0.at <= since }
            sweepAt = max(Self.sweepMinimum, 2 * fences.count)
        }
        fences.append(Fence(node: node, at: now))
    }

    private var sweepAt = Self.sweepMinimum
    private static let sweepMinimum = 256

    /// The node's last fence has failed.
    mutating func takeBack(_ node: NodeName) {
        guard let last = fences.lastIndex(where: { $0.node == node }) else { return }
        fences.remove(at: last)
    }

    /// An operator knows better: what was counted counts no more.
    mutating func release(_ node: NodeName?) {
        if let node { fences.removeAll { $0.node == node } } else { fences = [] }
    }
}
