import ClusterModel

/// One run through the levels of a target. It decides what comes next; who waits for it, and which device is free, is
/// known to its owner.
struct Escalation: Sendable {
    /// What the escalation wants done, in this order.
    enum Wish: Sendable, Equatable {
        /// The device carries out the action, as soon as it is free.
        case use(FencingDevice, AgentAction)
        /// It gives up its place in the device's queue.
        case leave(device: String)
        case abort(ActionID)
        /// The action cannot be ended: nobody waits for it any more, and its device stays taken.
        case giveUp(ActionID)
        case levelBegan(number: Int, devices: [String])
        /// Nobody knows what came of an action, and the device is used again.
        case repeated(device: String, AgentAction)
        /// It failed, and the device is used again.
        case retried(device: String, AgentAction, attempt: Int)
        case operatorNeeded(level: Int, device: String, until: Instant)
        case levelFailed(number: Int, device: String, text: String, isLast: Bool)
        case succeeded(Success)
        /// No level is left, or no time for one.
        case exhausted(isTimeUp: Bool)
        /// It was stopped, and nothing of it runs any more.
        case stopped
    }

    struct Success: Sendable, Equatable {
        var level: EscalationLevel
        var evidence: Evidence
        /// The first action of the level: what arrived after it has to be answered by something newer (F2).
        var firstAction: ActionID
        var text: String
        var remarks: [String]
    }

    enum State: Sendable, Equatable {
        /// → delayed, level
        case fresh
        /// F6 → level
        case delayed(until: Instant)
        /// → level, over, stopping
        case level(EscalationRun)
        /// Waits for what runs → over.
        case stopping([EscalationUse], until: Instant)
        case over
    }

    let action: AgentAction
    let leavesOff: Bool
    let levels: [EscalationLevel]
    /// The most that anybody asks for who came before the first action: it decides how the levels are carried out.
    private(set) var minimumEvidence: Evidence
    /// The least that anybody who waits asks for: a success that rests on less answers nobody.
    var leastEvidence: Evidence
    /// No level and no step begins at or after this moment.
    var lastStart: Instant
    var state: State = .fresh
    /// Whether an action ended without anybody knowing what came of it.
    var hasUnknown = false
    /// One sentence a failed level, for the verdict.
    var failures: [String] = []

    init(
        action: AgentAction, leavesOff: Bool, levels: [EscalationLevel], minimumEvidence: Evidence, lastStart: Instant
    ) {
        precondition(!levels.isEmpty, "an escalation has something to try")
        self.action = action
        self.leavesOff = leavesOff
        self.levels = levels
        self.minimumEvidence = minimumEvidence
        leastEvidence = minimumEvidence
        self.lastStart = lastStart
    }

    // MARK: What its owner asks

    /// Whether nothing has been asked of a device or person yet, so that a newcomer loses nothing by joining.
    var hasBegunNothing: Bool {
        switch state {
        case .fresh, .delayed: true
        case .level(let run): run.firstAction == nil && run.index == 0 && !run.uses.contains { $0.isAsked }
        case .stopping, .over: false
        }
    }

    var isStopping: Bool {
        if case .stopping = state { return true }
        return false
    }

    var isOver: Bool { state == .over }

    /// A person is asked, and nothing else runs.
    var waitsForPerson: Bool {
        guard case .level(let run) = state else { return false }
        return run.uses.contains { $0.isAsked } && !run.uses.contains { $0.isRunning }
    }

    var level: EscalationLevel? {
        guard case .level(let run) = state else { return nil }
        return levels[run.index]
    }

    /// The devices whose action runs now.
    var running: [(device: FencingDevice, action: ActionID)] {
        uses.compactMap { use in use.action.map { (use.device, $0) } }
    }

    /// The actions of the level that runs, while none of them is over.
    var askedActions: [ActionID] {
        guard case .level(let run) = state, !run.hasEnded else { return [] }
        let all = run.uses.compactMap(\.action)
        return run.firstAction.map(all.contains) == true ? all : []
    }

    var failuresText: String { failures.joined(separator: "; ") }

    /// What a device is wanted for, and in which level.
    func work(of device: String) -> Work? {
        guard case .level(let run) = state, let use = wantedUse(device) else { return nil }
        return Work(
            action: run.action, level: levels[run.index].number, plug: use.plugs.first, attempt: use.attempt,
            end: use.end)
    }

    struct Work: Sendable, Equatable {
        var action: AgentAction
        var level: Int
        var plug: String?
        var attempt: Int
        /// Of all tries together, once there was one.
        var end: Instant?
    }

    /// The device, while it is waited for.
    func wanted(_ device: String) -> FencingDevice? { wantedUse(device)?.device }

    private func wantedUse(_ device: String) -> EscalationUse? {
        guard case .level(let run) = state else { return nil }
        return run.uses.first { $0.device.id == device && $0.isWanted }
    }

    private var uses: [EscalationUse] {
        switch state {
        case .level(let run): run.uses
        case .stopping(let uses, _): uses
        case .fresh, .delayed, .over: []
        }
    }

    var deadline: Instant? {
        switch state {
        case .delayed(let until), .stopping(_, let until): until
        case .level(let run): run.uses.compactMap(end(of:)).min()
        case .fresh, .over: nil
        }
    }

    /// When waiting for a use ends: for a device no later than the last moment at which it could still be used.
    private func end(of use: EscalationUse) -> Instant? {
        use.isWanted ? use.deadline.map { min($0, lastStart) } : use.deadline
    }

    // MARK: What happens to it

    /// Somebody came or went before anything was begun: a step that still waits for its device is planned anew.
    mutating func plan(minimumEvidence: Evidence) {
        precondition(hasBegunNothing, "what has begun goes on as it began")
        self.minimumEvidence = minimumEvidence
        guard case .level(var run) = state else { return }
        let steps = levels[run.index].steps(for: action, minimumEvidence: minimumEvidence, leavesOff: leavesOff)
        guard let first = steps.first else { return }
        run.action = first.action
        run.steps = steps.dropFirst()
        state = .level(run)
    }

    mutating func start(delayMilliseconds: Int64, at now: Instant) -> [Wish] {
        precondition(state == .fresh, "an escalation starts once")
        guard delayMilliseconds > 0 else { return beginLevel(0, at: now) }
        state = .delayed(until: now.adding(milliseconds: delayMilliseconds))
        return []
    }

    mutating func wake(at now: Instant) -> [Wish] {
        switch state {
        case .delayed(let until) where until <= now: return beginLevel(0, at: now)
        case .level(let run): return giveUpWaiting(run, at: now)
        case .stopping(let uses, let until) where until <= now:
            state = .over
            if uses.contains(where: \.device.kind.canPowerOn) { hasUnknown = true }
            return uses.compactMap(\.action).map(Wish.giveUp) + [.stopped]
        case .fresh, .delayed, .stopping, .over: return []
        }
    }

    /// - Parameters:
    ///   - deadline: of the action; some time after it even a killed process must be gone.
    ///   - moment: when it began.
    mutating func began(device: String, _ id: ActionID, deadline: Instant, at moment: Instant) {
        guard case .level(var run) = state, let index = run.uses.firstIndex(where: { $0.device.id == device }) else {
            preconditionFailure("only a device that is wanted begins")
        }
        let overdue = deadline.adding(milliseconds: Self.overdueMilliseconds)
        run.uses[index].begin(id, overdue: overdue, run.action, at: moment)
        if run.firstAction == nil { run.firstAction = id }
        state = .level(run)
    }

    /// An action of it is over.
    mutating func ended(device: String, _ outcome: AgentOutcome, at now: Instant) -> [Wish] {
        if outcome.code == .unknown, uses.first(where: { $0.device.id == device })?.device.kind.canPowerOn != false {
            hasUnknown = true
        }
        switch state {
        case .level(var run):
            guard let index = run.uses.firstIndex(where: { $0.device.id == device }) else { return [] }
            run.uses[index].phase = .over
            run.hasEnded = true
            return judge(&run, run.uses[index].device, outcome, at: now)
        case .stopping(var uses, let until):
            uses.removeAll { $0.device.id == device }
            return settle(uses, until: until)
        case .fresh, .delayed, .over: preconditionFailure("no action of it was running")
        }
    }

    /// Nobody wants it any more, or a person has answered instead: nothing new begins.
    mutating func stop(at now: Instant) -> [Wish] {
        let uses = uses
        if isStopping || isOver { return [] }
        let wishes = uses.compactMap(Self.stopping)
        return wishes + settle(uses.filter(\.isRunning), until: now.adding(milliseconds: Self.overdueMilliseconds))
    }

    /// A cancelled agent has one second before it is killed (stonith-exec), a killed one is gone at once, but for one
    /// that waits for a dead disk.
    static let overdueMilliseconds: Int64 = 3000

    private mutating func settle(_ uses: [EscalationUse], until: Instant) -> [Wish] {
        state = uses.isEmpty ? .over : .stopping(uses, until: until)
        return uses.isEmpty ? [.stopped] : []
    }

    private static func stopping(_ use: EscalationUse) -> Wish? {
        switch use.phase {
        case .wanted: .leave(device: use.device.id)
        case .running(let id, _): .abort(id)
        case .asked, .over: nil
        }
    }

    // MARK: Levels

    mutating func beginLevel(_ index: Int, at now: Instant) -> [Wish] {
        guard index < levels.count, now < lastStart else {
            state = .over
            return [.exhausted(isTimeUp: index < levels.count)]
        }
        let level = levels[index]
        let steps = level.steps(for: action, minimumEvidence: minimumEvidence, leavesOff: leavesOff)
        var run = EscalationRun(index: index, steps: steps[...])
        let began = Wish.levelBegan(number: level.number, devices: level.devices.map(\.id))
        return [began] + beginStep(&run, at: now)
    }

    mutating func beginStep(_ run: inout EscalationRun, at now: Instant) -> [Wish] {
        guard let step = run.beginStep(at: now) else { return succeed(run) }
        state = .level(run)
        let number = levels[run.index].number
        return run.uses.map { use in
            guard case .asked(let until) = use.phase else { return .use(use.device, step.action) }
            return .operatorNeeded(level: number, device: use.device.id, until: until)
        }
    }

    /// A device that stayed with another target, a person who did not answer, and an agent that cannot be ended have
    /// failed.
    private mutating func giveUpWaiting(_ old: EscalationRun, at now: Instant) -> [Wish] {
        var run = old
        var wishes: [Wish] = []
        for index in run.uses.indices where end(of: run.uses[index]).map({ $0 <= now }) == true {
            let use = run.uses[index]
            run.uses[index].phase = .over
            wishes += letGo(use) + fail(&run, use.device, Self.overdueText(use, run.action), at: now)
            if use.isRunning, use.device.kind.canPowerOn { hasUnknown = true }
        }
        return run == old ? [] : wishes + proceed(&run, at: now)
    }

    private func letGo(_ use: EscalationUse) -> [Wish] {
        switch use.phase {
        case .wanted: [.leave(device: use.device.id)]
        case .running(let id, _): [.giveUp(id)]
        case .asked, .over: []
        }
    }

    private static func overdueText(_ use: EscalationUse, _ action: AgentAction) -> String {
        let seconds = use.device.timeoutMilliseconds(action) / 1000
        return switch use.phase {
        case .asked: "nobody confirmed within \(seconds) s"
        case .running: "its agent was killed and does not end"
        case .wanted, .over: "it worked for others for \(seconds) s"
        }
    }

    /// What fails after the target is off already, is a remark and no failure (F1).
    private func fail(
        _ run: inout EscalationRun, _ device: FencingDevice, _ text: String, at now: Instant
    ) -> [Wish] {
        guard action == .reset, run.action == .on else {
            let overdue = now.adding(milliseconds: Self.overdueMilliseconds)
            return run.fail(device, text, overdue: overdue).compactMap(Self.stopping)
        }
        run.remarks.append("it was not powered on again by \(device.id): \(text)")
        return []
    }

    private mutating func judge(
        _ run: inout EscalationRun, _ device: FencingDevice, _ outcome: AgentOutcome, at now: Instant
    ) -> [Wish] {
        if let wishes = tryAgain(&run, device, outcome, at: now) {
            state = .level(run)
            return wishes
        }
        run.remarks += outcome.warnings
        var wishes: [Wish] = []
        if let text = shortcoming(outcome, of: run) {
            wishes = fail(&run, device, text, at: now)
        } else if run.action == .off || run.action == action {
            run.count(outcome)
        }
        return wishes + goToNextPlug(&run, device, at: now) + proceed(&run, at: now)
    }

    /// Nil when the outcome stands. What nobody knows the outcome of is done again only as off, read back, on (F1).
    private func tryAgain(
        _ run: inout EscalationRun, _ device: FencingDevice, _ outcome: AgentOutcome, at now: Instant
    ) -> [Wish]? {
        guard now < lastStart else { return nil }
        let isOpen = outcome.isLost || run.isOpen(device, outcome) && run.hasTry(device, at: now)
        if isOpen, let again = run.again(device, isLost: outcome.isLost, leavesOff: leavesOff, at: now) {
            return [.repeated(device: device.id, again), .use(device, again)]
        }
        guard let attempt = run.retry(device, outcome, at: now) else { return nil }
        return [.retried(device: device.id, run.action, attempt: attempt), .use(device, run.action)]
    }

    /// A node that is fed by several plugs is off when all of them are, and all are off before any is on.
    private func goToNextPlug(_ run: inout EscalationRun, _ device: FencingDevice, at now: Instant) -> [Wish] {
        guard run.failure == nil, run.hasMorePlugs(device) else { return [] }
        guard now < lastStart else { return fail(&run, device, "the time was up before its last plug", at: now) }
        return run.nextPlug(device, at: now) ? [.use(device, run.action)] : []
    }

    /// Why the outcome does not count as success; nil when it does.
    private func shortcoming(_ outcome: AgentOutcome, of run: EscalationRun) -> String? {
        guard outcome.code == .ok else { return Self.sentence(outcome) }
        guard outcome.evidence > .none else { return "it reported success without evidence" }
        let least = run.mustReadBack ? .readBack : leastEvidence
        guard run.action != .on, outcome.evidence < least else { return nil }
        return "its evidence is \(outcome.evidence.word), and \(least.word) is asked for"
    }

    /// Goes on once every device of the step is done.
    mutating func proceed(_ run: inout EscalationRun, at now: Instant) -> [Wish] {
        state = .level(run)
        guard run.isSettled else { return [] }
        if let failure = run.failure { return next(after: run, failure.device, failure.text, at: now) }
        if run.steps.first?.action == .on, run.evidence != nil, now >= lastStart {
            run.remarks.append("it was not powered on again: the time is up")
            return succeed(run)
        }
        return beginStep(&run, at: now)
    }

    private mutating func next(after run: EscalationRun, _ device: String, _ text: String, at now: Instant) -> [Wish] {
        let level = levels[run.index]
        failures.append("\(device): \(text)")
        let isLast = run.index + 1 == levels.count
        let failed = Wish.levelFailed(number: level.number, device: device, text: text, isLast: isLast)
        return [failed] + beginLevel(run.index + 1, at: now)
    }

    private mutating func succeed(_ run: EscalationRun) -> [Wish] {
        guard let first = run.firstAction, let evidence = run.evidence else {
            preconditionFailure("a level without an action has no success")
        }
        state = .over
        succeededIndex = run.index
        let remarks = action == .reset && run.action != .reset ? levels[run.index].remarks : []
        return [
            .succeeded(
                Success(
                    level: levels[run.index], evidence: evidence, firstAction: first,
                    text: run.texts.joined(separator: " "), remarks: remarks + run.remarks))
        ]
    }

    private var succeededIndex: Int?

    /// A level succeeded, if only for some of those who waited.
    var hasSucceeded: Bool { succeededIndex != nil }

    /// The success was not enough for everybody: the levels behind it are tried for the others.
    mutating func goOn(minimumEvidence: Evidence, lastStart: Instant, at now: Instant) -> [Wish] {
        guard let index = succeededIndex else { preconditionFailure("it goes on after a success") }
        self.minimumEvidence = minimumEvidence
        self.lastStart = lastStart
        let level = levels[index]
        let text = "its evidence is below \(minimumEvidence.word)"
        let device = level.devices.map(\.id).joined(separator: ", ")
        failures.append("\(device): \(text)")
        let isLast = index + 1 == levels.count
        let failed = Wish.levelFailed(number: level.number, device: device, text: text, isLast: isLast)
        return [failed] + beginLevel(index + 1, at: now)
    }

    private static func sentence(_ outcome: AgentOutcome) -> String {
        let word = outcome.cause ?? outcome.code.word
        return outcome.text.isEmpty ? word : "\(word): \(outcome.text)"
    }
}
