import ClusterModel
import FencingCore

/// A made-up world around a core: nodes with real power, agents that succeed, fail, hang, answer late or say unknown
/// (but never lie about evidence), clients that ask, vanish and repeat themselves, persons who confirm rightly, and a
/// daemon that is lost now and then.
///
/// Everything follows from the seed, so a failure can be played again.
package struct World {
    package internal(set) var core: FencingCore
    package internal(set) var checker: FencingChecker
    package private(set) var events = 0
    /// Set to keep what happens as text.
    package var transcript: Transcript?

    var random: Seed
    var now = Instant(milliseconds: 1000)
    var nodes = WorldPlan.nodes()
    var agents: [UInt64: WorldAgent] = [:]
    var agenda = Agenda()
    var isHealed = false
    var requests = RecentRequests()
    var examined: UInt64 = 0
    var journal: JournalModel
    /// So many entries of the journal outlive a crash.
    var durable = 0
    /// The number of entries with which each order is in the journal.
    var places: [ActionID: Int] = [:]
    /// Results that are kept for the next daemon, until the journal holds them.
    var results: [ActionID: AgentOutcome] = [:]
    package internal(set) var crashes = 0
    /// The number of the latest action.
    private(set) var greatest: UInt64 = 0

    package init(seed: UInt64) {
        random = Seed(seed)
        let setup = WorldPlan.setup(&random)
        core = FencingCore(setup, seed: Seed(random.next()), openRequests: 30)
        checker = FencingChecker(setup)
        journal = JournalModel(setup)
        agenda.add(.stimulus, at: now)
    }

    package var violation: String? { checker.violation }

    /// Lets so many events happen, then heals the world and waits until nothing is left to happen. After an even number
    /// of events the daemon is told to end.
    package mutating func run(events count: Int) {
        while events < count, violation == nil { step() }
        if count.isMultiple(of: 2) { send(.stopping(now.adding(milliseconds: 5000))) }
        heal()
        let bound = events + 20_000
        while events < bound, violation == nil, agenda.soonest != nil || core.deadline != nil { step() }
        if violation == nil { checker.finish(core) }
    }

    /// The next thing that happens: of the agenda, or a deadline of the core.
    private mutating func step() {
        let wake = core.deadline ?? .endOfTime
        guard let soonest = agenda.soonest, soonest <= wake else {
            now = max(now, wake)
            return send(.woke)
        }
        guard let (moment, entry) = agenda.next() else { return }
        now = max(now, moment)
        switch entry {
        case .agentRuns(let number):
            if agents[number] != nil { send(.began(ActionID(number), pid: Int32(truncatingIfNeeded: number))) }
        case .agentEnds(let number): endAgent(number)
        case .written(let id, let isDurable): written(id, isDurable)
        case .stimulus: if !isHealed { stimulate() }
        }
    }

    private mutating func heal() {
        isHealed = true
        for number in agents.keys.sorted() {
            agents[number]?.isUndead = false
            agents[number]?.endsAt = now
            agenda.add(.agentEnds(number), at: now)
        }
    }

    // MARK: The core

    mutating func send(_ event: FencingEvent) {
        events += 1
        checker.happens(event, at: now)
        let effects = core.handle(event, at: now)
        journal.write(event, effects, at: now)
        transcript?.write(event, effects, at: now)
        checker.answers(effects, deadline: core.deadline)
        for effect in effects { carryOut(effect) }
    }

    private mutating func carryOut(_ effect: FencingEffect) {
        switch effect {
        case .persist(let order): write(order)
        case .begin(let order): begin(order)
        case .abort(let id):
            agents[id.number]?.abort(at: now, &random)
            if let end = agents[id.number]?.endsAt { agenda.add(.agentEnds(id.number), at: end) }
        case .answer(let record):
            if Self.isAnsweredDurably(record) { durable = journal.entries.count }
            believe(record)
        case .withdraw, .conflict, .nothingToConfirm, .nothingToCancel, .examined, .note: break
        }
    }

    /// The truth behind a verdict: a node that is said to be fenced has been without power since the request came.
    private mutating func believe(_ record: FencingRecord) {
        let (id, target) = (record.request.id, record.request.target)
        guard requests.close(id), record.verdict?.outcome == .fenced, let node = nodes[target] else { return }
        let arrived = now.adding(milliseconds: -(record.milliseconds ?? 0))
        if !node.wasOff(since: arrived) { checker.fail("\(id): \(target) is fenced, and had power all the time") }
    }

    /// Nothing is ever done again for these, so the journal holds their end before anybody is told.
    private static func isAnsweredDurably(_ record: FencingRecord) -> Bool {
        guard let verdict = record.verdict else { return false }
        return verdict.cause == .cancelled || verdict.confirmation != nil || verdict.outcome == .held
    }

    private mutating func write(_ order: ActionOrder) {
        greatest = max(greatest, order.id.number)
        places[order.id] = journal.place(of: order.id)
        let span = journalSpan()
        agenda.add(.written(order.id, isDurable: span < 200), at: now.adding(milliseconds: span))
    }

    /// What an order waits for in vain, gets onto the disk later, and before any crash: a disk and a daemon that fail
    /// together may have an action done twice.
    private mutating func written(_ id: ActionID, _ isDurable: Bool) {
        guard let place = places.removeValue(forKey: id) else { return }
        durable = max(durable, place)
        send(.persisted(id, isDurable: isDurable))
    }

    /// At once, or nearly, or not in time.
    private mutating func journalSpan() -> Int64 {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<12: 0
        case 12..<19: Int64.random(in: 1...5, using: &random)
        default: 200
        }
    }

    // MARK: Agents

    private mutating func begin(_ order: ActionOrder) {
        greatest = max(greatest, order.id.number)
        let agent = WorldAgent(order, at: now, isHealed: isHealed, &random)
        agents[order.id.number] = agent
        let number = order.id.number
        if Int.random(in: 0..<4, using: &random) > 0 {
            agenda.add(.agentRuns(number), at: now.adding(milliseconds: Int64.random(in: 0...3, using: &random)))
        }
        agenda.add(.agentEnds(number), at: agent.endsAt)
    }

    private mutating func endAgent(_ number: UInt64) {
        // An end that was planned before it was told to end, is no end.
        guard let agent = agents[number], agent.endsAt <= now else { return }
        agents[number] = nil
        let outcome = outcome(of: agent)
        results[ActionID(number)] = outcome
        send(.ended(ActionID(number), outcome))
    }

    mutating func outcome(of agent: WorldAgent) -> AgentOutcome {
        let order = agent.order
        guard let target = order.target, order.action.changesPower else { return AgentOutcome(code: .ok) }
        if case .check? = checker.kind(of: order.device) { return check(target, agent) }
        switch agent.fate {
        // Every oops of this world is a crash.
        case .fails(let code): return AgentOutcome(code: code, text: "no", cause: code == .oops ? "crashed" : nil)
        case .isUnknown(let works):
            if works { carryOut(order, target) }
            return AgentOutcome(code: .unknown)
        case .succeeds:
            if Int.random(in: 0..<40, using: &random) == 0 { return AgentOutcome(code: .ok) }
            carryOut(order, target)
            return AgentOutcome(code: .ok, evidence: evidence(order.device))
        }
    }

    private mutating func carryOut(_ order: ActionOrder, _ target: NodeName) {
        let outlet = WorldNode.outlet(order.device, order.plug)
        nodes[target]?.carryOut(order.action, by: outlet, leavesOff: order.leavesOff, at: now)
    }

    /// It finds out whether the target is silent, or cannot tell.
    private func check(_ target: NodeName, _ agent: WorldAgent) -> AgentOutcome {
        guard case .succeeds = agent.fate, nodes[target]?.isOn == false else { return AgentOutcome(code: .resetFail) }
        return AgentOutcome(code: .ok, evidence: .silent)
    }

    private mutating func evidence(_ device: String) -> Evidence {
        guard case .power(let most)? = checker.kind(of: device), most == .readBack else { return .accepted }
        return Int.random(in: 0..<5, using: &random) == 0 ? .accepted : .readBack
    }
}
