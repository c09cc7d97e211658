import ClusterModel
import FencingCore

/// What a daemon writes into its journal, as the next one will read it.
package struct JournalModel {
    package private(set) var entries: [JournalEntry] = []
    private var records: [RequestID: FencingRecord] = [:]
    private var levels: [NodeName: Int] = [:]
    private var types: [String: DeviceType] = [:]
    /// Power actions whose end is not written.
    private var unended: Set<ActionID> = []

    package init(_ setup: FencingSetup) { learn(setup) }

    private mutating func learn(_ setup: FencingSetup) {
        for device in setup.devices { types[device.id] = device.type }
    }

    package mutating func write(_ event: FencingEvent, _ effects: [FencingEffect], at now: Instant) {
        switch event {
        case .configured(let setup): learn(setup)
        case .ended(let id, let outcome): ended(id, outcome, at: now)
        default: break
        }
        for effect in effects {
            switch effect {
            case .persist(let order): begins(order, at: now)
            case .withdraw(let id, let outcome): ended(id, outcome, at: now)
            case .note(let fact): write(fact, event, at: now)
            default: break
            }
        }
    }

    private mutating func ended(_ id: ActionID, _ outcome: AgentOutcome, at now: Instant) {
        if unended.remove(id) != nil { entries.append(.ended(id, outcome, at: now)) }
    }

    private mutating func begins(_ order: ActionOrder, at now: Instant) {
        guard let type = types[order.device], let node = order.target else { return }
        unended.insert(order.id)
        entries.append(.begins(order, type: type, level: levels[node] ?? 0, at: now))
    }

    private mutating func write(_ fact: FencingFact, _ event: FencingEvent, at now: Instant) {
        switch fact.kind {
        case .accepted(let request): entries.append(.requested(request, unixMilliseconds: 0, at: now))
        case .levelBegan(let number, _, let devices):
            guard let node = fact.target else { return }
            levels[node] = number
            entries.append(.levelBegan(node, number: number, devices: devices, requests: fact.requests))
        case .levelFailed(_, let device, let text, _):
            if let node = fact.target { entries.append(.levelFailed(node, device: device, text: text)) }
        case .confirmed: entries.append(.confirmed(fact.requests))
        case .closed(let record):
            records[record.request.id] = record
            entries.append(.closed(record.request.id))
        default: break
        }
    }

    /// The number of entries up to the order.
    func place(of id: ActionID) -> Int? {
        let index = entries.lastIndex { entry in
            if case .begins(let order, _, _, _) = entry { order.id == id } else { false }
        }
        return index.map { $0 + 1 }
    }

    // MARK: A crash

    /// The last entries never reached the disk.
    package mutating func lose(_ count: Int) {
        entries.removeLast(min(count, entries.count))
        unended = []
        for entry in entries {
            if case .begins(let order, _, _, _) = entry { unended.insert(order.id) }
            if case .ended(let id, _, _) = entry { unended.remove(id) }
        }
    }

    /// What was answered, oldest first.
    package var history: [FencingRecord] {
        entries.compactMap { entry in
            if case .closed(let id) = entry { records[id] } else { nil }
        }
    }

    /// The core that reads it.
    ///
    /// - Parameter firstAction: greater than the number of any action, where that is known.
    package mutating func core(
        _ setup: FencingSetup, _ replay: JournalReplay, seed: Seed, openRequests: Int, firstAction: UInt64 = 1
    ) -> FencingCore {
        learn(setup)
        return FencingCore(
            setup, seed: seed, openRequests: openRequests, firstAction: max(firstAction, replay.nextAction),
            history: history)
    }
}
