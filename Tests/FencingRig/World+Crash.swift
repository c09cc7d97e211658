import ClusterModel
import FencingCore

/// The daemon is lost, and the next one goes on with what the journal tells it.
extension World {
    mutating func crash() {
        crashes += 1
        let lost = journal.entries.count - max(durable, journal.entries.count - roll(12))
        transcript?.write(crash: lost, at: now)
        journal.lose(lost)
        durable = journal.entries.count
        now = now.adding(milliseconds: roll(3) == 0 ? Int64.random(in: 0...20_000, using: &random) : 0)
        let setup = roll(4) == 0 ? WorldPlan.setup(&random) : core.setup
        let vanished = requests.all.filter { core.isOpen($0.id) && !isWritten($0.id) }
        checker.crash(journal.entries, journal.history, setup, at: now)
        let replay = JournalReplay(journal.entries)
        core = journal.core(
            setup, replay, seed: Seed(random.next()), openRequests: 30, firstAction: greatest + 1)
        places = [:]
        goOn(replay)
        for request in vanished where request.deadline > now {
            send(.requested(request, unixMilliseconds: now.milliseconds))
        }
    }

    private func isWritten(_ id: RequestID) -> Bool {
        journal.entries.contains { entry in
            if case .requested(let request, _, _) = entry { request.id == id } else { false }
        }
    }

    private mutating func goOn(_ replay: JournalReplay) {
        let resumptions = replay.resumptions(at: now)
        let unended = resumptions.flatMap(\.unended)
        endExaminations(Set(unended.map(\.id)))
        let ends = unended.compactMap { order in end(of: order).map { (order.id, $0) } }
        send(.resumed(resumptions))
        checker.resumed(deadline: core.deadline)
        results = Dictionary(uniqueKeysWithValues: ends)
        for (id, outcome) in ends { send(.ended(id, outcome)) }
    }

    /// Whoever wanted to know is gone.
    private mutating func endExaminations(_ kept: Set<ActionID>) {
        for number in agents.keys where !kept.contains(ActionID(number)) { agents[number] = nil }
    }

    /// Nil while its agent lives on: its result comes later. What never began, is lost too.
    private mutating func end(of order: ActionOrder) -> AgentOutcome? {
        let isLost = roll(3) == 0
        let lost = AgentOutcome(code: .unknown, cause: AgentOutcome.lostCause)
        guard let agent = agents[order.id.number] else { return isLost ? lost : results[order.id] ?? lost }
        guard isLost, !agent.isUndead else { return nil }
        agents[order.id.number] = nil
        // Its work may have been done.
        if roll(2) == 0 { _ = outcome(of: agent) }
        return lost
    }
}
