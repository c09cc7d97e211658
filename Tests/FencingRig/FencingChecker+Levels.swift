import ClusterModel
import FencingCore

/// What the core notes of levels and delays, held against what happened.
extension FencingChecker {
    mutating func note(_ fact: FencingFact) {
        guard let node = fact.target else { return }
        switch fact.kind {
        case .joined(let id, _): joined(id, node)
        case .delayed(let milliseconds): delayed(milliseconds, fact.requests, node)
        case .levelBegan(let number, _, let devices): levelBegan(number, devices, fact.requests, node)
        case .levelFailed(let number, let device, _, _): levelFailed(number, device, node)
        case .lateSuccess: nodes[node]?.attempt?.hasLateSuccess = true
        case .resumed(let level): resumed(node, level, fact.requests)
        case .repeated(let device, let action): repeated(device, action, node)
        case .retried, .notDurable, .held, .released, .accepted, .queued, .awaitsLists, .actionBegan, .actionEnded,
            .operatorNeeded, .closed:
            break
        case .confirmed:
            check(wasAwaited || fact.requests.allSatisfy { open[$0] == nil }, "\(node): a word that nobody gave (F8)")
            for id in fact.requests { open[id]?.isConfirmed = true }
        }
    }

    private mutating func joined(_ id: RequestID, _ node: NodeName) {
        nodes[node]?.delay?.requests.append(id)
        guard var attempt = nodes[node]?.attempt, !areAnswered(attempt.requests) else { return }
        attempt.requests.append(id)
        attempt.asked = max(attempt.asked, open[id]?.request.minimumEvidence ?? .silent)
        if attempt.isFirstLevel, !attempt.hasBegun { attempt.first.append(id) }
        nodes[node]?.attempt = attempt
    }

    private func areAnswered(_ ids: [RequestID]) -> Bool { ids.allSatisfy { open[$0] == nil } }

    private mutating func delayed(_ milliseconds: Int64, _ requests: [RequestID], _ node: NodeName) {
        if let delay = nodes[node]?.delay {
            check(areAnswered(delay.requests), "\(node): a delay is served twice (F6)")
        }
        // What was due at the moment of a change, is done as before it.
        let most =
            (setup.devices + setupBefore.devices).map { max($0.delayBaseMilliseconds, $0.delayMaxMilliseconds) }.max()
            ?? 0
        check(milliseconds > 0 && milliseconds <= most, "\(node): no device has such a delay (F6)")
        let until = now.adding(milliseconds: milliseconds)
        nodes[node, default: NodeHistory()].delay = .init(until: until, requests: requests)
    }

    private mutating func levelBegan(
        _ number: Int, _ devices: [String], _ requests: [RequestID], _ node: NodeName
    ) {
        let name = "\(node) level \(number)"
        let known = requests.compactMap { open[$0] }
        check(known.count == requests.count && !known.isEmpty, "\(name): begun for nobody (F4)")
        check(!known.contains { $0.isConfirmed }, "\(name): begun after a person's word (F8)")
        check(!known.contains { $0.isOvertaken }, "\(name): an on undoes a fence that it came before (F2)")
        check(Set(known.map(\.request.action)).count <= 1, "\(name): begun for two actions")
        check(nodes[node]?.knows(number, devices) == true, "\(name): there is no such level (F3)")
        let running = runs.values.contains {
            $0.order.target == node && !$0.isExamination && !$0.mayBeGivenUp(at: now)
        }
        check(!running, "\(name): begun while an action of the one before runs (F3)")
        let before = nodes[node]?.attempt
        let isNext = before.map { $0.hasFailed && $0.number < number && !areAnswered($0.requests) } ?? false
        if let before, !isNext {
            let isOver =
                before.hasFailed || before.hasSucceeded || areAnswered(before.requests)
                || hasSucceeded(before, node, on: .none)
            check(isOver, "\(name): level \(before.number) has not failed (F3)")
        }
        serveDelay(node, name)
        let leavesOff = isNext ? before?.leavesOff : nodes[node]?.staysOff
        nodes[node]?.endAttempt()
        nodes[node, default: NodeHistory()].attempt = NodeHistory.Attempt(
            number: number, devices: devices, action: known.first?.request.action ?? .reset, requests: requests,
            first: requests, isFirstLevel: !isNext, mark: begun + 1,
            asked: known.map(\.request.minimumEvidence).max() ?? .silent, leavesOff: leavesOff ?? false)
    }

    private mutating func serveDelay(_ node: NodeName, _ name: String) {
        guard let delay = nodes[node]?.delay else { return }
        if !areAnswered(delay.requests) { check(now >= delay.until, "\(name): begun before its delay was over (F6)") }
        nodes[node]?.delay = nil
    }

    private mutating func levelFailed(_ number: Int, _ device: String, _ node: NodeName) {
        guard let attempt = nodes[node]?.attempt, attempt.number == number else {
            return fail("\(node) level \(number): failed, and was not begun (F3)")
        }
        let hasSucceeded = !attempt.hasLateSuccess && hasSucceeded(attempt, node, on: attempt.asked)
        check(!hasSucceeded, "\(node) level \(number): it succeeded, and is said to have failed (F3)")
        nodes[node]?.attempt?.hasFailed = true
    }

    /// Whether each device of the level did its part; an on that follows an off does not decide.
    private func hasSucceeded(_ attempt: NodeHistory.Attempt, _ node: NodeName, on asked: Evidence) -> Bool {
        let action: AgentAction = attempt.action == .on ? .on : .off
        return attempt.devices.allSatisfy { device in
            plugs(device, node).allSatisfy { plug in
                guard let outcome = nodes[node]?.outcome(device, plug, since: attempt.mark, action, attempt.action),
                    outcome.code == .ok, outcome.evidence > .none
                else { return false }
                return action == .on || outcome.evidence >= asked
            }
        }
    }
}
