import ClusterModel
import FencingCore
import NIOCore

/// Lists of nodes, where devices say themselves which ones they control. A node may be newer than a list: a request for
/// one that no device is known to control waits until those that list their nodes were asked anew.
extension FencingDaemon {
    /// More of them at once are answered like any other unknown node.
    private static let unlistedMax = 64
    /// It is answered so long before its deadline.
    private static let answerMilliseconds: Int64 = 250

    func submit(_ request: FencingRequest) {
        let now = Instant.now()
        let isUnknown = core.setup.levels(for: request.target).isEmpty
        guard isUnknown, !isStopping, core.standing(of: request, at: now) == .new else { return enter(request) }
        ask(registry.withOldLists(at: now))
        guard isListing, unlisted.count < Self.unlistedMax else { return enter(request) }
        unlisted.append(request)
        let span = max(0, request.deadline.milliseconds(since: now) - Self.answerMilliseconds)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(span)) { self.waitNoMore(request.id) }
    }

    private func enter(_ request: FencingRequest) {
        post(.requested(request, unixMilliseconds: LogStamp.unixMilliseconds()))
    }

    private var isListing: Bool {
        registry.ids.contains { registry[$0]?.hostCheck == .dynamicList && examinations.asks($0) }
    }

    /// The request is decided by what is known now.
    func waitNoMore(_ id: RequestID) {
        guard let index = unlisted.firstIndex(where: { $0.id == id }) else { return }
        enter(unlisted.remove(at: index))
    }

    func waitNoMore() { for request in unlisted { waitNoMore(request.id) } }

    /// A list came, or did not: nobody waits for one that would change nothing.
    private func listed() {
        guard !unlisted.isEmpty else { return }
        guard isListing else { return waitNoMore() }
        let setup = registry.setup
        for request in unlisted where !setup.levels(for: request.target).isEmpty { waitNoMore(request.id) }
    }

    func learnTargets(_ device: String, _ generation: UInt64, _ outcome: AgentOutcome) {
        defer { listed() }
        guard isCurrent(device, generation) else { return }
        guard outcome.code == .ok else {
            if outcome.cause == "busy" || outcome.cause == "cancelled" { registry.askedForList(device, at: nil) }
            if outcome.cause != "busy" {
                say(LogLine(.warning, "device \(device) does not say which nodes it controls: \(outcome.text)"))
            }
            return askAgainLater()
        }
        registry.learnt(device, hosts: outcome.hosts)
        post(.configured(registry.setup))
    }
}
