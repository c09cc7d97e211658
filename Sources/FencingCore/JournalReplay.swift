import ClusterModel

/// Reads from the journal of this boot what was left open.
public struct JournalReplay: Sendable {
    private struct Attempt {
        var action: AgentAction
        /// Those who wait for what comes of it.
        var requests: Set<RequestID>
        /// The most that was asked for before anything began: it decided how the levels are carried out.
        var minimum: Evidence
        var isFirstLevel = true
        var level: Resumption.Level
        var earlier: [Resumption.Action] = []
        /// Of the levels before.
        var failures: [String] = []
        /// Set once this level has failed.
        var failure: String?

        var hasBegunNothing: Bool { isFirstLevel && level.actions.isEmpty }
        var actions: [Resumption.Action] { earlier + level.actions }
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
    /// What the journal does not tell the end of.
    private var running: [ActionID: (device: String, node: NodeName)] = [:]
    private var count = 0
    /// One more than the greatest number of an action.
    public private(set) var nextAction: UInt64 = 1

    public init(_ entries: [JournalEntry]) { for entry in entries { take(entry) } }

    private mutating func take(_ entry: JournalEntry) {
        count += 1
        switch entry {
        case .requested(let request, let unixMilliseconds, let at): requested(request, unixMilliseconds, at)
        case .levelBegan(let node, let number, let devices, let requests):
            levelBegan(node, Resumption.Level(number: number, devices: devices), requests)
        case .begins(let order, let type, let level, let at):
            begins(Resumption.Action(order: order, type: type, level: level, began: at, outcome: nil, ended: nil))
        case .ended(let id, let outcome, let at): ended(id, outcome, at)
        case .levelFailed(let node, let device, let text): attempts[node]?.failure = "\(device): \(text)"
        case .confirmed(let ids): for id in ids { open[id]?.isConfirmed = true }
        case .closed(let id): open[id] = nil
        }
    }

    /// Somebody waits for what comes of it.
    private func isLive(_ attempt: Attempt) -> Bool {
        attempt.requests.contains { open[$0].map { !$0.isConfirmed } ?? false }
    }

    /// Whether it joined what ran, follows from what ran (F2): the journal does not say it.
    private mutating func requested(_ request: FencingRequest, _ unixMilliseconds: Int64, _ at: Instant) {
        var isFromStart = true
        if var attempt = attempts[request.target], isLive(attempt) {
            let isEarly = attempt.hasBegunNothing
            let joins = attempt.action == request.action && (isEarly || request.minimumEvidence <= attempt.minimum)
            isFromStart = joins && isEarly
            if joins { attempt.requests.insert(request.id) }
            if isFromStart { attempt.minimum = max(attempt.minimum, request.minimumEvidence) }
            attempts[request.target] = attempt
        }
        let waiting = Resumption.Request(
            request: request, arrived: at, unixMilliseconds: unixMilliseconds, mark: nil, isFromStart: isFromStart)
        open[request.id] = Open(request: waiting, order: count)
    }

    private mutating func levelBegan(_ node: NodeName, _ level: Resumption.Level, _ requests: [RequestID]) {
        let known = requests.compactMap { open[$0]?.request.request }
        let action = known.first?.action ?? .reset
        let asked = known.map(\.minimumEvidence).max() ?? .silent
        var attempt = Attempt(action: action, requests: Set(requests), minimum: asked, level: level)
        defer { attempts[node] = attempt }
        guard let before = attempts[node] else { return }
        let isNext =
            before.failure != nil && before.level.number < level.number && before.action == action && isLive(before)
        guard isNext else {
            for id in requests { open[id]?.request.isFromStart = true }
            orphans += before.actions.filter { $0.outcome == nil }
            return
        }
        attempt.isFirstLevel = false
        attempt.minimum = before.minimum
        attempt.earlier = before.actions
        attempt.failures = before.failures + [before.failure].compactMap { $0 }
    }

    private mutating func begins(_ action: Resumption.Action) {
        nextAction = max(nextAction, action.order.id.number + 1)
        guard let node = action.order.target else { return }
        // A device does one thing at a time for a node, so what it did before is over.
        let before = running.filter { $0.value == (action.order.device, node) }.keys.sorted()
        for id in before {
            let text = "the journal does not tell how it ended"
            ended(id, AgentOutcome(code: .unknown, text: text, cause: AgentOutcome.lostCause), action.began)
        }
        running[action.order.id] = (action.order.device, node)
        for (id, known) in open where known.request.mark == nil && known.request.request.target == node {
            open[id]?.request.mark = action.order.id
        }
        guard attempts[node] != nil else { return orphans.append(action) }
        attempts[node]?.level.actions.append(action)
    }

    private mutating func ended(_ id: ActionID, _ outcome: AgentOutcome, _ at: Instant) {
        guard let known = running.removeValue(forKey: id) else { return }
        orphans.removeAll { $0.order.id == id }
        guard var attempt = attempts[known.node] else { return }
        Self.end(id, outcome, at, of: &attempt.level.actions)
        Self.end(id, outcome, at, of: &attempt.earlier)
        attempts[known.node] = attempt
    }

    private static func end(
        _ id: ActionID, _ outcome: AgentOutcome, _ at: Instant, of actions: inout [Resumption.Action]
    ) {
        guard let place = actions.firstIndex(where: { $0.order.id == id }) else { return }
        actions[place].outcome = outcome
        actions[place].ended = at
    }

    // MARK: What is left

    /// One for each node that something was left open for, by name.
    ///
    /// - Parameter now: what should have been answered by then is abandoned.
    public func resumptions(at now: Instant) -> [Resumption] {
        let nodes = Set(open.values.map(\.request.request.target)).union(running.values.map(\.node))
        return nodes.sorted { $0.description < $1.description }.map { resumption($0, at: now) }
    }

    private func resumption(_ node: NodeName, at now: Instant) -> Resumption {
        var result = Resumption(node: node)
        let requests = open.values.filter { $0.request.request.target == node }.sorted { $0.order < $1.order }
        result.leftOver = orphans.filter { $0.order.target == node }
        result.abandoned = requests.compactMap { known in
            Self.reason(known, at: now).map { (request(known), $0) }
        }
        let alive = requests.filter { Self.reason($0, at: now) == nil }.map(\.request)
        guard let attempt = attempts[node] else {
            result.queued = alive
            return result
        }
        sort(alive, attempt, into: &result)
        return result
    }

    private func request(_ known: Open) -> Resumption.Request {
        var request = known.request
        let attempt = attempts[request.request.target]
        let hasWaited = attempt?.requests.contains(request.request.id) == true && attempt?.actions.isEmpty == false
        request.hasBegun = request.mark != nil || hasWaited
        return request
    }

    private static func reason(_ known: Open, at now: Instant) -> String? {
        if known.isConfirmed { return "a person's word had been given" }
        return known.request.request.deadline <= now ? "its time was up" : nil
    }

    /// Those that the level can still answer, and those that wait until it is over.
    private func sort(_ alive: [Resumption.Request], _ attempt: Attempt, into result: inout Resumption) {
        let waits = { (known: Resumption.Request) in
            attempt.requests.contains(known.request.id) && known.request.action == attempt.action
        }
        result.waiting = alive.filter(waits)
        result.queued = alive.filter { !waits($0) }
        guard !result.waiting.isEmpty else {
            result.leftOver += attempt.actions.filter { $0.outcome == nil }
            return
        }
        result.minimumEvidence = attempt.minimum
        (result.level, result.earlier, result.failures) = (attempt.level, attempt.earlier, attempt.failures)
    }
}
