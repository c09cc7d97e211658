import ClusterModel
import FencingCore
import FencingRig

/// The daemon is lost, and another one reads its journal.
extension ScenarioStage {
    /// Without words, all agents live on. `tail` of the last entries never reached the disk; what ended in them, has
    /// its result kept.
    mutating func crash(_ line: ScenarioLine) throws {
        now = now.adding(milliseconds: try line.milliseconds("after", or: 0))
        if !line.below.isEmpty {
            setup.devices = try line.below.map { try ScenarioDevice.device($0, localNode: setup.localNode) }
        }
        journal?.lose(line.values["tail"].flatMap(Int.init) ?? 0)
        guard var journal else { throw ScenarioLine.Mistake(description: "nothing happened before the crash") }
        let replay = JournalReplay(journal.entries)
        core = journal.core(setup, replay, seed: seed, openRequests: openRequests)
        self.journal = journal
        unwritten = []
        running = [:]
        let resumptions = replay.resumptions(at: now)
        let (kept, lost) = try fates(resumptions.flatMap(\.unended), line)
        for order in kept { running[order.device] = order.id }
        send(.resumed(resumptions))
        for order in lost { send(.ended(order.id, AgentOutcome(code: .unknown, cause: AgentOutcome.lostCause))) }
    }

    /// What never began is lost in any case.
    private func fates(
        _ unended: [ActionOrder], _ line: ScenarioLine
    ) throws -> (kept: [ActionOrder], lost: [ActionOrder]) {
        let devices = line.words.dropFirst()
        var lost: (String) -> Bool = { _ in false }
        switch line.words.first {
        case nil: break
        case "keeps": lost = { !devices.contains($0) }
        case "loses": lost = { devices.contains($0) }
        default: throw ScenarioLine.Mistake(description: "a crash keeps or loses the agents of devices")
        }
        let isKept = { (order: ActionOrder) in begun.contains(order.id) && !lost(order.device) }
        return (unended.filter(isKept), unended.filter { !isKept($0) })
    }
}
