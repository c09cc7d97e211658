import ClusterModel

/// One device's part in the step that runs.
struct EscalationUse: Sendable, Equatable {
    enum Phase: Sendable, Equatable {
        /// Another target has the device → running, over.
        case wanted(until: Instant)
        /// Past `overdue` it should have been killed long ago, and is given up → over.
        case running(ActionID, overdue: Instant)
        /// A person is asked → over.
        case asked(until: Instant)
        case over
    }

    var device: FencingDevice
    var phase: Phase
    /// What is left to be switched, what is in hand first; empty where the target has no other name there.
    var plugs: ArraySlice<String>
    /// The how manieth time the action is tried.
    var attempt = 1
    /// All tries of one action end by then.
    private(set) var end: Instant?
    /// No other try begins then or later: too little time is left.
    private var lastTry: Instant?
    private var wasTriedAgain = false

    init(device: FencingDevice, phase: Phase) {
        self.device = device
        self.phase = phase
        plugs = device.plugs[...]
    }

    /// Pacemaker tries no more when seven tenths of the time are used up.
    private static let triesTenths: Int64 = 7

    mutating func begin(_ id: ActionID, overdue: Instant, _ action: AgentAction, at now: Instant) {
        phase = .running(id, overdue: overdue)
        wasTriedAgain = false
        guard end == nil else { return }
        let span = device.timeoutMilliseconds(action)
        end = now.adding(milliseconds: span)
        lastTry = now.adding(milliseconds: span / 10 * Self.triesTenths)
    }

    func hasTry(_ action: AgentAction, at now: Instant) -> Bool {
        wasTriedAgain || attempt < device.attempts(action) && lastTry.map { now < $0 } != false
    }

    /// The same action for the same plug once more, in the time that is left.
    mutating func tryAgain() {
        attempt += 1
        phase = .wanted(until: end ?? .endOfTime)
    }

    /// Another action, or another plug.
    mutating func want(until: Instant) {
        (attempt, end, lastTry) = (1, nil, nil)
        phase = .wanted(until: until)
    }

    /// It is known that it was tried again.
    mutating func allowTry() { wasTriedAgain = true }

    /// When waiting for it ends.
    var deadline: Instant? {
        switch phase {
        case .wanted(let until), .asked(let until), .running(_, let until): until
        case .over: nil
        }
    }

    var isWanted: Bool {
        if case .wanted = phase { return true }
        return false
    }

    var isAsked: Bool {
        if case .asked = phase { return true }
        return false
    }

    var isRunning: Bool {
        if case .running = phase { return true }
        return false
    }

    var action: ActionID? {
        if case .running(let id, _) = phase { return id }
        return nil
    }
}
