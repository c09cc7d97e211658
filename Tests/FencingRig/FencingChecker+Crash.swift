import ClusterModel
import FencingCore

/// What must hold when a daemon is lost and another one goes on.
extension FencingChecker {
    /// Before the new core is told anything.
    ///
    /// - Parameters:
    ///   - entries: what is left of the journal.
    ///   - history: what was answered, as that journal tells it.
    package mutating func crash(
        _ entries: [JournalEntry], _ history: [FencingRecord], _ setup: FencingSetup, at now: Instant
    ) {
        self.now = now
        (startedAt, isResuming, stopAt, wasAwaited) = (now, true, nil, false)
        for (id, run) in runs where run.isExamination {
            runs[id] = nil
            busy[run.order.device]?.remove(id)
        }
        examinations = [:]
        reopen(entries)
        for node in nodes.keys {
            nodes[node]?.isLeftOff = false
            nodes[node]?.isLeftCutOff = false
            nodes[node]?.delay = nil
        }
        for record in history { if let verdict = record.verdict { remember(record.request, verdict) } }
        overtake(history, setup)
        mustResume = Set(nodes.keys.filter { isToBeResumed($0, setup) })
        for node in nodes.keys { nodes[node]?.endAttempt() }
        happens(.configured(setup), at: now)
    }

    /// Those whose fence the journal knows to be answered.
    private mutating func overtake(_ history: [FencingRecord], _ setup: FencingSetup) {
        for (id, known) in open where known.request.action == .on {
            open[id]?.isOvertaken = history.contains { record in
                guard record.request.target == known.request.target, let verdict = record.verdict,
                    Self.cutsOff(verdict, setup)
                else { return false }
                return record.arrivedUnixMilliseconds + (record.milliseconds ?? 0) >= known.arrived.milliseconds
            }
        }
    }

    /// A request whose entry is lost was never asked for; one whose answer is lost is open again.
    private mutating func reopen(_ entries: [JournalEntry]) {
        let known = open.merging(closed) { open, _ in open }
        let before = answered
        (open, answered, mayRun) = ([:], [:], [])
        for entry in entries {
            switch entry {
            case .begins(let order, _, _, _): mayRun.insert(order.id)
            case .ended(let id, _, _): mayRun.remove(id)
            case .requested(let request, _, _):
                open[request.id] = known[request.id]
                open[request.id]?.isConfirmed = false
            case .confirmed(let ids): for id in ids { open[id]?.isConfirmed = true }
            case .closed(let id):
                open[id] = nil
                answered[id] = before[id]
            default: break
            }
        }
    }

    /// An escalation was under way, and somebody still waits for it.
    private func isToBeResumed(_ node: NodeName, _ setup: FencingSetup) -> Bool {
        guard let attempt = nodes[node]?.attempt, attempt.hasBegun, !attempt.hasFailed, !attempt.hasSucceeded else {
            return false
        }
        return attempt.requests.contains { id in
            open[id].map { !$0.isConfirmed && $0.request.deadline > now && Self.mayAct($0.request, setup) } ?? false
        }
    }

    /// What unfenced the own node may be gone with the configuration of before.
    private static func mayAct(_ request: FencingRequest, _ setup: FencingSetup) -> Bool {
        request.target != setup.localNode || request.allowsSelf
            || request.action == .on && !setup.unfencers(of: request.target).isEmpty
    }

    /// The new core has been told everything.
    package mutating func resumed(deadline: Instant?) {
        isResuming = false
        let forgotten = mustResume.map(\.description).sorted()
        check(forgotten.isEmpty, "\(forgotten): what was under way is not taken up again")
        checkDeadlines(deadline)
    }

    mutating func resumed(_ node: NodeName, _ level: Int?, _ requests: [RequestID]) {
        mustResume.remove(node)
        check(isResuming, "\(node): taken up again without a crash")
        let past = nodes[node]?.past.last { $0.number == level && !Set($0.requests).isDisjoint(with: requests) }
        guard var attempt = past else { return fail("\(node): goes on at a level that was never begun") }
        (attempt.hasFailed, attempt.hasSucceeded) = (false, false)
        attempt.requests = requests
        // Where the configuration has no such level any more, what its devices did counts for nothing.
        let isKnown = isKnown(attempt, node)
        if !isKnown { attempt.hasLateSuccess = true }
        if !isKnown { nodes[node]?.hasMoved = true }
        nodes[node]?.attempt = attempt
    }

    /// The configuration still has such a level, carried out in the same way.
    private func isKnown(_ attempt: NodeHistory.Attempt, _ node: NodeName) -> Bool {
        let levels = attempt.action == .on ? setup.levelsToPowerOn(node) : setup.levels(for: node)
        return levels.contains { level in
            level.number == attempt.number && level.devices.map(\.id) == attempt.devices
                && attempt.acts.allSatisfy { act in
                    let order = ActionOrder(
                        id: act.id, device: act.device, action: act.action, target: node, plug: act.plug,
                        deadline: now)
                    return level.allows(order, for: attempt.action)
                }
        }
    }

    /// Nothing is executed for it any more, and what was begun for it makes it unknown.
    mutating func checkAbandoned(_ known: Request, _ verdict: FencingVerdict) {
        let request = known.request
        check(isResuming, "\(request.id): abandoned without a crash")
        check(
            known.isConfirmed || request.deadline <= now, "\(request.id): abandoned, and nothing speaks against it")
        let begun = nodes[request.target]?.past.contains { attempt in
            attempt.requests.contains(request.id) && attempt.acts.contains { $0.place >= known.mark }
        }
        check(begun != true || verdict.outcome == .unknown, "\(request.id): failed, and an action was begun (F1)")
    }

    // MARK: Nothing is done twice

    mutating func lost(_ id: ActionID) {
        for node in nodes.keys {
            guard let index = nodes[node]?.attempt?.acts.firstIndex(where: { $0.id == id }) else { continue }
            nodes[node]?.attempt?.acts[index].isLost = true
        }
        // It may have been heard by the daemon before, whose journal lost it.
        for node in nodes.keys {
            guard let index = nodes[node]?.finished.lastIndex(where: { $0.order.id == id }) else { continue }
            nodes[node]?.finished[index].outcome = AgentOutcome(code: .unknown)
        }
    }

    /// An off that follows a lost reset counts when it is read back.
    mutating func repeated(_ device: String, _ action: AgentAction, _ node: NodeName) {
        guard nodes[node]?.attempt?.action == .reset, nodes[node]?.attempt?.devices.count == 1, action == .off,
            nodes[node]?.attempt?.acts.contains(where: { $0.action == .reset }) != false
        else { return }
        nodes[node]?.attempt?.asked = .readBack
    }

    /// A device acts once a level, again where it failed and may try more often, and once more when nobody knows what
    /// came of it; never does a reset follow one of which that is not known.
    mutating func checkOnce(_ order: ActionOrder, _ attempt: NodeHistory.Attempt, _ name: String) {
        let before = attempt.acts.filter { $0.device == order.device && $0.plug == order.plug }
        let same = before.filter { $0.action == order.action }
        let most = attempts[order.device] ?? 1
        let isPower = kinds[order.device]?.canPowerOn == true
        // Those of before and of after one that nobody knows the outcome of.
        let count = same.contains(where: \.isOpen) ? 2 * most : most
        check(same.count < count, "\(name): tried too often")
        check(same.count { $0.isOpen } < 2, "\(name): nobody knows what came of it, twice")
        let isGood = same.contains { $0.code == .ok && !$0.isLost }
        check(!isGood, "\(name): done twice, and it was good")
        if most == 1 { check(same.allSatisfy(\.isLost), "\(name): done twice, and was not lost") }
        let resets = before.filter { $0.action == .reset }
        if order.action == .reset, isPower {
            let hasFailed = before.allSatisfy { $0.action == .reset && !$0.isOpen }
            check(hasFailed, "\(name): a reset after one that nobody knows the outcome of")
        } else {
            let isAsked = resets.isEmpty || resets.contains(where: \.isOpen)
            check(isAsked, "\(name): done after a reset whose outcome is known")
        }
    }
}
