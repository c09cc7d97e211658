import ClusterModel

/// Requests for nodes that no device is known to control, while devices are asked which ones they do: a node may be
/// newer than a list.
extension FencingCore {
    struct Unlisted: Sendable {
        var request: FencingRequest
        /// It is decided then at the latest.
        var until: Instant
    }

    /// More of them at once are answered like any other unknown node.
    private static let unlistedMax = 64
    /// A node that stands in one list may stand in others, which are waited for so long: an escalation keeps the levels
    /// that it began with.
    private static let moreListsMilliseconds: Int64 = 2000

    /// Whether the request is carried out now. If not, it is refused, or waits for lists.
    mutating func mayGoOn(_ request: FencingRequest, at now: Instant) -> Bool {
        let refusal = refusal(request, at: now)
        if mayBeListed(request, refusal) {
            awaitLists(request, at: now)
        } else if let refusal {
            close(request, refusal, StepLog(), at: now)
        } else {
            return true
        }
        return false
    }

    private func mayBeListed(_ request: FencingRequest, _ refusal: FencingVerdict?) -> Bool {
        guard !setup.listing.isEmpty, unlisted.count < Self.unlistedMax else { return false }
        guard isListed(request) else { return refusal?.cause == .noSuchNode }
        return refusal == nil && unlisted.contains { $0.request.target == request.target }
    }

    private func isListed(_ request: FencingRequest) -> Bool { !setup.levels(for: request.target).isEmpty }

    private mutating func awaitLists(_ request: FencingRequest, at now: Instant) {
        unlisted.append(Unlisted(request: request, until: waiter(request, nil, at: now).lastStart))
        effects.append(note(request.target, [request.id], .awaitsLists(of: setup.listing)))
        hurryListed(at: now)
    }

    private mutating func hurryListed(at now: Instant) {
        let end = now.adding(milliseconds: Self.moreListsMilliseconds)
        for index in unlisted.indices where isListed(unlisted[index].request) {
            unlisted[index].until = min(unlisted[index].until, end)
        }
    }

    /// A list came, or did not: nobody waits for one that would change nothing.
    mutating func listsChanged(at now: Instant) {
        hurryListed(at: now)
        decideUnlisted(at: setup.listing.isEmpty || stopAt != nil ? .endOfTime : now, now)
    }

    /// - Parameter moment: who waits until then at most, waits no more.
    mutating func decideUnlisted(at moment: Instant, _ now: Instant) {
        let due = unlisted.filter { $0.until <= moment }.map(\.request)
        guard !due.isEmpty else { return }
        unlisted.removeAll { $0.until <= moment }
        for request in due {
            if let refusal = refusal(request, at: now) {
                close(request, refusal, StepLog(), at: now)
            } else {
                enter(request, at: now)
            }
        }
    }

    var unlistedEnd: Instant? { unlisted.map(\.until).min() }

    /// Whether somebody waits for what devices list.
    public var awaitsLists: Bool { !unlisted.isEmpty }
}
