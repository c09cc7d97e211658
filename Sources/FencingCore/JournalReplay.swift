import ClusterModel

/// Reads from the journal of this boot what was left open.
public struct JournalReplay: Sendable {
    private struct Attempt {
        var requests: Set<RequestID>
        var level: Resumption.Level
        var earlier: [Resumption.Action] = []
        var failures: [String] = []
    }

    private struct Open {
        var request: Resumption.Request
        var order: Int
        var isConfirmed = false
    }

    private var open: [RequestID: Open] = [:]
    private var attempts: [NodeName: Attempt] = [:]
    /// Actions of escalations that are over.
    private var orphans: [Resumption.Action] = []
    private var count = 0
    /// One more than the greatest number of an action.
    public private(set) var nextAction: UInt64 = 1

    public init(_ entries: [JournalEntry]) { for entry in entries { take(entry) } }

    private mutating func take(_ entry: JournalEntry) {
        count += 1
        switch entry {
        case .requested(let request, let unixMilliseconds, let at):
            let waiting = Resumption.Request(
                request: request, arrived: at, unixMilliseconds: unixMilliseconds, mark: nil,
                isFromStart: attempts[request.target].map { !isLive($0) } ?? true)
            open[request.id] = Open(request: waiting, order: count)
        case .levelBegan(let node, let number, let devices, let requests):
            levelBegan(node, Resumption.Level(number: number, devices: devices), Set(requests))
        case .begins(let order, let type, let level, let at):
            begins(Resumption.Action(order: order, type: type, level: level, began: at, outcome: nil, ended: nil))
        case .ended(let id, let outcome, let at): ended(id, outcome, at)
        case .levelFailed(let node, let device, let text): attempts[node]?.failures.append("\(device): \(text)")
        case .confirmed(let ids): for id in ids { open[id]?.isConfirmed = true }
        case .closed(let id): open[id] = nil
        }
    }

    /// Somebody waits for what comes of it.
    private func isLive(_ attempt: Attempt) -> Bool { attempt.requests.contains { open[$0] != nil } }

    private mutating func levelBegan(_ node: NodeName, _ level: Resumption.Level, _ requests: Set<RequestID>) {
        let before = attempts[node]
        var attempt = Attempt(requests: requests, level: level)
        if let before {
            let isNext = before.level.number < level.number && isLive(before)
            attempt.earlier = isNext ? before.earlier + before.level.actions : []
            attempt.failures = isNext ? before.failures : []
            if !isNext { orphans += (before.earlier + before.level.actions).filter { $0.outcome == nil } }
        }
        attempts[node] = attempt
    }

    private mutating func begins(_ action: Resumption.Action) {
        nextAction = max(nextAction, action.order.id.number + 1)
        guard let node = action.order.target else { return }
        for (id, known) in open where known.request.mark == nil && known.request.request.target == node {
            open[id]?.request.mark = action.order.id
        }
        guard attempts[node] != nil else { return orphans.append(action) }
        attempts[node]?.level.actions.append(action)
    }

    private mutating func ended(_ id: ActionID, _ outcome: AgentOutcome, _ at: Instant) {
        orphans.removeAll { $0.order.id == id }
        for node in attempts.keys {
            if let place = attempts[node]?.level.actions.firstIndex(where: { $0.order.id == id }) {
                attempts[node]?.level.actions[place].outcome = outcome
                attempts[node]?.level.actions[place].ended = at
            }
            if let place = attempts[node]?.earlier.firstIndex(where: { $0.order.id == id }) {
                attempts[node]?.earlier[place].outcome = outcome
            }
        }
    }

    // MARK: What is left

    /// One for each node that something was left open for, by name.
    ///
    /// - Parameter now: what should have been answered by then is abandoned.
    public func resumptions(at now: Instant) -> [Resumption] {
        let nodes = Set(open.values.map(\.request.request.target)).union(attempts.keys)
            .union(orphans.compactMap(\.order.target))
        return nodes.sorted { $0.description < $1.description }.map { resumption($0, at: now) }
            .filter { !$0.waiting.isEmpty || !$0.queued.isEmpty || !$0.abandoned.isEmpty || !$0.unended.isEmpty }
    }

    private func resumption(_ node: NodeName, at now: Instant) -> Resumption {
        var result = Resumption(node: node)
        let requests = open.values.filter { $0.request.request.target == node }.sorted { $0.order < $1.order }
        result.leftOver = orphans.filter { $0.order.target == node }
        result.abandoned = requests.compactMap { known in
            Self.reason(known, at: now).map { (known.request, $0) }
        }
        let alive = requests.filter { Self.reason($0, at: now) == nil }.map(\.request)
        guard let attempt = attempts[node] else {
            result.queued = alive
            return result
        }
        sort(alive, attempt, into: &result)
        return result
    }

    private static func reason(_ known: Open, at now: Instant) -> String? {
        if known.isConfirmed { return "a person's word had been given" }
        return known.request.request.deadline <= now ? "its time was up" : nil
    }

    /// Those that the level can still answer, and those that wait until it is over.
    private func sort(_ alive: [Resumption.Request], _ attempt: Attempt, into result: inout Resumption) {
        let actions = attempt.earlier + attempt.level.actions
        guard let first = alive.first(where: { attempt.requests.contains($0.request.id) })?.request else {
            result.leftOver += actions.filter { $0.outcome == nil }
            result.queued = alive
            return
        }
        let minimum = Self.minimum(alive, attempt, first.action)
        let fits = { (known: Resumption.Request) in
            known.request.action == first.action
                && (known.isFromStart || known.request.minimumEvidence <= minimum)
        }
        result.waiting = alive.filter(fits)
        result.queued = alive.filter { !fits($0) }
        (result.level, result.earlier, result.failures) = (attempt.level, attempt.earlier, attempt.failures)
    }

    /// As the levels were carried out: a reset as off, read back, on, was asked for by somebody who wanted it read
    /// back.
    private static func minimum(
        _ alive: [Resumption.Request], _ attempt: Attempt, _ action: AgentAction
    ) -> Evidence {
        alive.filter(\.isFromStart).map(\.request.minimumEvidence).max() ?? .silent
    }
}
