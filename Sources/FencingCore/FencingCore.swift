import ClusterModel

/// The fencing decisions of one node's daemon, as a value: F1 to F9 of the architecture.
public struct FencingCore: StateMachine {
    /// An action that runs, and for whom.
    struct Action: Sendable {
        enum Purpose: Sendable {
            case fencing(NodeName)
            case examination(UInt64)
            /// Nobody waits for it any more. The step is that of its request.
            case none(NodeName?, FencingRecord.Step?)
        }

        var device: String
        var purpose: Purpose
        /// Of an examination: the how manieth try, and when no other one begins any more.
        var attempt = 1
        var lastTry = Instant.endOfTime
    }

    public internal(set) var setup: FencingSetup
    var seed: Seed
    var targets: [NodeName: FencingTarget] = [:]
    /// In the order they came.
    var unlisted: [Unlisted] = []
    var queues = DeviceQueues()
    var actions: [ActionID: Action] = [:]
    var book: RequestBook
    var nextAction: UInt64
    /// Orders on their way to the journal: nothing of them has begun.
    var unwritten: [ActionID: ActionOrder] = [:]
    /// Actions that end without having begun, in this event.
    var stillborn: [(ActionID, OperationCode)] = []
    var fenceGuard: FenceGuard
    var stopAt: Instant?
    var wakeups = Wakeups()
    /// When each examination that runs is given up.
    var overdue: [ActionID: Instant] = [:]
    /// What the event that is being handled asks for.
    var effects: [FencingEffect] = []

    /// More open requests than this at once are refused.
    public static let openRequestsDefault = 4096

    /// - Parameters:
    ///   - firstAction: greater than the number of any action that this boot has seen.
    ///   - history: what was answered before this daemon started, oldest first.
    ///   - released: those of them that were held until an operator lifted the hold.
    ///   - fences: what was fenced lately, for the guard.
    public init(
        _ setup: FencingSetup, seed: Seed, openRequests: Int = Self.openRequestsDefault, firstAction: UInt64 = 1,
        history: [FencingRecord] = [], released: Set<RequestID> = [], fences: [FenceGuard.Fence] = []
    ) {
        self.setup = setup
        self.seed = seed
        nextAction = firstAction
        fenceGuard = FenceGuard(fences)
        book = RequestBook(openMax: openRequests)
        for record in history where record.verdict != nil {
            book.keep(record, at: Instant(milliseconds: 0))
            remember(record)
            if released.contains(record.request.id) { targets[record.request.target]?.blockedBy = nil }
        }
    }

    public var deadline: Instant? {
        [wakeups.earliest, overdue.values.min(), unlistedEnd, openStop].compactMap { $0 }.min()
    }

    /// Nothing runs and nobody waits.
    public var isIdle: Bool { actions.isEmpty && book.open.isEmpty }

    public mutating func handle(_ event: FencingEvent, at now: Instant) -> [FencingEffect] {
        effects = []
        expire(at: now)
        switch event {
        case .configured(let setup):
            self.setup = setup
            listsChanged(at: now)
        case .requested(let request, let time): take(request, unixMilliseconds: time, at: now)
        case .cancelled(let id, let by): cancel(id, by: by, at: now)
        case .confirmed(let node, let confirmation, let standsAlone, let time):
            let isTaken = confirm(node, confirmation, at: now)
            if !isTaken { confirmAlone(node, confirmation, standsAlone: standsAlone, unixMilliseconds: time, at: now) }
        case .persisted(let id, let isDurable): persisted(id, isDurable: isDurable, at: now)
        case .resumed(let resumptions): resume(resumptions, at: now)
        case .released(let node, let by): release(node, by: by, at: now)
        case .began(let id, let pid): runs(id, pid: pid)
        case .ended(let id, let outcome): ended(id, outcome, at: now)
        case .examine(let examination): examine(examination, at: now)
        case .stopping(let moment): stop(at: moment, now)
        case .woke: break
        }
        endStillborn(at: now)
        return effects
    }

    /// Everything whose moment has come, before anything else: what comes too late, comes to a closed request.
    private mutating func expire(at now: Instant) {
        if let stopAt, stopAt <= now { handBack(book.open.keys.sorted(), .stopping, at: now) }
        giveUpExaminations(at: now)
        decideUnlisted(at: now, now)
        for node in wakeups.due(at: now) {
            expireRequests(of: node, at: now)
            escalate(node, at: now) { $0.wake(at: now) }
        }
    }

    private var openStop: Instant? { book.open.isEmpty ? nil : stopAt }

    func note(_ target: NodeName?, _ requests: [RequestID], _ kind: FencingFact.Kind) -> FencingEffect {
        .note(FencingFact(target: target, requests: requests, kind: kind))
    }
}
