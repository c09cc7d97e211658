import ClusterModel
import FencingCore

/// Watches a core from outside: it sees what happens and what the core answers, and says when a rule of F1 to F9 is
/// broken. It keeps its own books and asks the core for nothing but its deadline.
package struct FencingChecker {
    struct Request {
        var request: FencingRequest
        var arrived: Instant
        /// The first action that is newer than the request.
        var mark: UInt64
        var isConfirmed = false
        /// An on that waited while a device that unfences cut its node off.
        var isOvertaken = false
    }

    struct Run {
        var order: ActionOrder
        /// The how manieth of all that began: their numbers are drawn earlier.
        var place: UInt64
        var abortedAt: Instant?
        var isExamination: Bool

        /// A core may stop waiting for an action that should have been killed 3 s ago.
        func mayBeGivenUp(at now: Instant) -> Bool {
            now >= min(order.deadline, abortedAt ?? .endOfTime).adding(milliseconds: 3000)
        }
    }

    struct Finished {
        var order: ActionOrder
        var place: UInt64
        var outcome: AgentOutcome
    }

    /// The first rule that was broken.
    package private(set) var violation: String?
    package private(set) var answers = 0
    package private(set) var successes = 0

    var setup: FencingSetup
    var setupBefore: FencingSetup
    var open: [RequestID: Request] = [:]
    var answered: [RequestID: FencingVerdict] = [:]
    /// Those that were answered, since a crash may open them again.
    var closed: [RequestID: Request] = [:]
    /// When the daemon that runs now began.
    var startedAt = Instant(milliseconds: 0)
    /// Whether it is being told what was left open, and of which nodes that must be something.
    var isResuming = false
    var mustResume: Set<NodeName> = []
    /// What runs as far as the journal knows: its end may have been heard, and its begin have been in vain.
    var mayRun: Set<ActionID> = []
    var runs: [ActionID: Run] = [:]
    var busy: [String: Set<ActionID>] = [:]
    /// Of each device, what some configuration allowed it: so many actions at once, and so often each.
    var limits: [String: Int] = [:]
    var attempts: [String: Int] = [:]
    /// Nodes that some configuration had a device for that unfences them.
    private(set) var unfenced: Set<NodeName> = []
    /// Those devices: none of them ever switches power.
    private(set) var unfencers: Set<String> = []
    /// What it calls the nodes.
    private var plugs: [String: [NodeName: [String]]] = [:]
    var nodes: [NodeName: NodeHistory] = [:]
    var examinations: [UInt64: Examination] = [:]
    var kinds: [String: DeviceKind] = [:]
    /// So many actions have begun.
    var begun: UInt64 = 0
    var numbers: Set<UInt64> = []
    var stopAt: Instant?
    var event = FencingEvent.woke
    var now = Instant(milliseconds: 0)
    /// Whether a confirmation met a request that waited for it.
    var wasAwaited = false

    package init(_ setup: FencingSetup) {
        self.setup = setup
        setupBefore = setup
        learn(setup)
    }

    mutating func fail(_ text: String) { if violation == nil { violation = text } }

    mutating func check(_ holds: Bool, _ text: @autoclosure () -> String) { if !holds { fail(text()) } }

    /// Answers the requests of a node that are open, a person's word for which is not in.
    func live(_ node: NodeName) -> [Request] {
        open.values.filter { $0.request.target == node && !$0.isConfirmed && $0.request.deadline > now }
    }

    func kind(of device: String) -> DeviceKind? { kinds[device] }

    /// Nobody waits for the node, and nothing runs for it.
    func isQuiet(_ node: NodeName) -> Bool {
        !open.values.contains { $0.request.target == node } && !runs.values.contains { $0.order.target == node }
    }

    // MARK: What happens

    /// Before the core is handed the event.
    package mutating func happens(_ event: FencingEvent, at now: Instant) {
        self.event = event
        self.now = now
        switch event {
        case .configured(let setup): learn(setup)
        case .requested(let request, _): arrives(request)
        case .confirmed(let node, _, _, _): expectWord(for: node)
        case .ended(let id, let outcome): end(id, outcome)
        case .examine(let examination): examinations[examination.number] = examination
        case .stopping(let moment): stopAt = min(stopAt ?? moment, moment)
        case .cancelled, .persisted, .resumed, .released, .began, .woke: break
        }
    }

    private mutating func learn(_ setup: FencingSetup) {
        setupBefore = self.setup
        self.setup = setup
        for device in setup.devices {
            kinds[device.id] = device.kind
            let limit = device.rules.actionLimit < 0 ? Int.max : device.rules.actionLimit
            limits[device.id] = max(limits[device.id] ?? 1, limit)
            let most = device.rules.retries.values.max() ?? 1
            attempts[device.id] = max(attempts[device.id] ?? 1, most, device.type.isAgent ? 2 : 1)
            if device.unfences {
                unfenced.formUnion(device.targets)
                unfencers.insert(device.id)
            }
            plugs[device.id, default: [:]].merge(device.rules.plugs) { $1 }
        }
        for node in setup.targets {
            nodes[node, default: NodeHistory()].learn(setup.levels(for: node) + setup.levelsToPowerOn(node))
        }
    }

    /// Each of them feeds the node.
    func plugs(_ device: String, _ node: NodeName) -> [String?] { plugs[device]?[node] ?? [nil] }

    private mutating func arrives(_ request: FencingRequest) {
        guard open[request.id] == nil, answered[request.id] == nil else { return }
        open[request.id] = Request(request: request, arrived: now, mark: begun + 1)
    }

    /// What is due at the moment of the word is done, and may be answered, before the word is heard.
    mutating func expectWord(for node: NodeName) {
        wasAwaited = false
        // What expires at this very moment is answered before the word is heard.
        for known in open.values where known.request.target == node && known.request.action != .on {
            if known.request.deadline > now { wasAwaited = true }
        }
    }

    private mutating func end(_ id: ActionID, _ outcome: AgentOutcome) {
        if outcome.isLost { lost(id) }
        mayRun.remove(id)
        guard let run = runs.removeValue(forKey: id) else { return }
        busy[run.order.device]?.remove(id)
        guard !run.isExamination, let node = run.order.target else { return }
        nodes[node, default: NodeHistory()].finished.append(
            Finished(order: run.order, place: run.place, outcome: outcome))
        guard let act = nodes[node]?.attempt?.acts.firstIndex(where: { $0.id == id }) else { return }
        nodes[node]?.attempt?.acts[act].code = outcome.code
        let isPower = kinds[run.order.device]?.canPowerOn == true
        nodes[node]?.attempt?.acts[act].isBrokenOff = isPower && outcome.cause == "crashed"
    }

    // MARK: What the core answers

    /// After the core has handled the event.
    package mutating func answers(_ effects: [FencingEffect], deadline: Instant?) {
        for effect in effects where violation == nil { take(effect) }
        if case .cancelled(let id, _) = event { check(open[id] == nil, "\(id) was cancelled and is open") }
        if !isResuming { checkDeadlines(deadline) }
        forget()
    }

    mutating func checkDeadlines(_ deadline: Instant?) {
        var soonest = Instant.endOfTime
        for (id, known) in open {
            check(known.request.deadline > now, "\(id) is open after its deadline (F4)")
            soonest = min(soonest, known.request.deadline)
        }
        check(open.isEmpty || deadline.map { $0 <= soonest } == true, "it would sleep through a deadline (F4)")
    }

    private mutating func take(_ effect: FencingEffect) {
        switch effect {
        case .persist, .withdraw: break
        case .begin(let order): begin(order)
        case .abort(let id):
            check(runs[id] != nil || mayRun.contains(id) || isEnd(of: id), "#\(id.number) is aborted and does not run")
            if runs[id]?.abortedAt == nil { runs[id]?.abortedAt = now }
        case .answer(let record): answer(record)
        case .conflict(let id): check(open[id] != nil || answered[id] != nil, "a conflict with nothing: \(id)")
        case .nothingToConfirm: check(!wasAwaited, "a person's word was awaited and not taken (F8)")
        case .nothingToCancel(let id): check(open[id] == nil, "\(id) is open and was not cancelled")
        case .examined(let number, _):
            check(examinations.removeValue(forKey: number) != nil, "examination \(number) is answered twice")
        case .note(let fact): note(fact)
        }
    }

    /// What neither an open request nor one that a crash opens again can be measured by any more.
    private mutating func forget() {
        for (node, history) in nodes where history.finished.count > 60 {
            guard !open.values.contains(where: { $0.request.target == node }) else { continue }
            nodes[node]?.finished.removeFirst(30)
        }
        if closed.count > 4000 { closed = [:] }
    }

    /// What was due before the end is heard, may abort what ends.
    private func isEnd(of id: ActionID) -> Bool {
        if case .ended(id, _) = event { return true }
        return false
    }

    mutating func count(_ verdict: FencingVerdict) {
        answers += 1
        if verdict.isSuccess { successes += 1 }
    }

    /// At the end of a run, when nothing more can happen.
    package mutating func finish(_ core: FencingCore) {
        let (unanswered, unexamined) = (open.keys.sorted(), examinations.keys.sorted())
        check(unanswered.isEmpty, "never answered: \(unanswered)")
        check(unexamined.isEmpty, "never examined: \(unexamined)")
        check(core.isIdle, "it is not idle when nothing is left")
        check(core.deadline == nil, "it wants to be woken when nothing is left")
    }
}
