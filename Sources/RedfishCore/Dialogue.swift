import CStonithPlugin

/// One action with a Redfish service: decides from what came what is asked next, and what it all proves. A value
/// without I/O; whoever drives it gives it the events and carries out the steps.
public struct Dialogue: Sendable {
    public enum Task: Equatable, Sendable {
        case reset, off, on, status, identify
    }

    public enum Event: Equatable, Sendable {
        case answer(Answer)
        case lost(Lost)
        /// The pause that was asked for is over.
        case paused
        /// The next step was not taken: no time is left.
        case timeIsUp
        /// The next step was not taken: nobody wants the result any more.
        case cancelled
    }

    public enum Step: Equatable, Sendable {
        case ask(Ask)
        case pause(milliseconds: Int64)
        case end(Ending)
    }

    public struct Success: Error, Equatable, Sendable {
        public var evidence: stonith_evidence
        public var text: String
        public var identity: String?
        public var life: [String] = []
        public var hints: [String] = []

        init(_ evidence: stonith_evidence, _ text: String = "") {
            self.evidence = evidence
            self.text = text
        }
    }

    public struct Ending: Equatable, Sendable {
        public var outcome: Result<Success, Failure>
        public var warnings: [String]
    }

    /// What the last request was for.
    enum Phase: Equatable, Sendable {
        case root, login, collection, system, actionInfo
        case command(Command)
        /// Reads the power state until it is what was asked for.
        case reading
        /// Asks how far the command's task is.
        case task
        case logout(Ending)
    }

    struct Command: Equatable, Sendable {
        enum Role: Equatable, Sendable {
            case off, on
            /// Sent once and never repeated: each one that a service carries out is a reset.
            case restart
        }

        var role: Role
        var type: ResetType
    }

    /// What is known of the power command.
    enum Fate: Equatable, Sendable {
        /// None was sent, or what came of it is settled.
        case nothing
        /// One is out, and neither its answer nor a reading has settled what came of it.
        case out
        /// The node was read off, whatever comes after.
        case provenOff
    }

    /// A command that was refused: what to do when the reading after it shows that it was needed.
    struct Refusal: Equatable, Sendable {
        var failure: Failure
        var mayBeRepeated: Bool
    }

    let task: Task
    /// A reset that finds the node off leaves it off.
    let leavesOff: Bool
    let settings: Settings
    let password: String
    var facts: Facts

    var phase = Phase.root
    var question: Question?
    /// What comes after the pause.
    var waiting: Next?
    /// What another login interrupted.
    var interrupted: Next?
    var pauses = Pauses()
    /// Exchanges in a row that brought no answer.
    var losses = 0
    /// Why nothing has come of it so far; the failure when the time is up.
    var trouble: Failure?
    var warnings: [String] = []

    var token: String?
    var session: ResourcePath?
    var usesBasic: Bool
    var hasLoggedInAgain = false
    /// What was remembered may be old: when it leads nowhere, it is looked for once more.
    var remembersSystem: Bool
    var remembersSessions: Bool

    var system: ComputerSystem?
    var fate = Fate.nothing
    /// The restart may or may not have been carried out: only a node read off settles that.
    var hasDoubt = false
    var command: Command?
    /// What the readings wait for: on or off.
    var wanted: ComputerSystem.Power = .off
    var lastRead: ComputerSystem.Power?
    var wasAccepted = false
    var refusal: Refusal?
    /// Readings that showed no change since an off or on whose answer settled nothing, and how often it was repeated.
    var readings = 0
    var repetitions = 0
    /// The service answers, and with an error: waiting until the time is up would only keep the next device waiting.
    var hasErred = false
    var taskPath: ResourcePath?
    /// What the closing message of a reset will say.
    var story = "It was off and is on again."

    public init(_ task: Task, leavesOff: Bool, _ settings: Settings, password: String, remembered facts: Facts) {
        self.task = task
        self.leavesOff = leavesOff
        self.settings = settings
        self.password = password
        self.facts = facts
        usesBasic = settings.login == .basic || facts.hasNoSessions
        remembersSystem = settings.system == nil && facts.system != nil
        remembersSessions = facts.sessions != nil
    }

    struct Next: Equatable, Sendable {
        var phase: Phase
        var question: Question
    }

    // MARK: Its face

    public mutating func begin() -> Step { locate() }

    public mutating func take(_ event: Event) -> Step {
        if case .logout(let ending) = phase { return afterLogout(ending, event) }
        switch event {
        case .answer(let answer): return took(answer)
        case .lost(let lost): return missed(lost)
        case .paused: return resume()
        case .timeIsUp: return finishLate()
        case .cancelled: return finishCancelled()
        }
    }

    /// Whether it may be given up: nothing is out whose end is not known.
    public var mayBeCancelled: Bool { fate != .out }

    /// Whether a cancel keeps this back: a further command always, whatever is out.
    public func mayBeCancelled(before ask: Ask) -> Bool {
        switch ask.kind {
        case .command: true
        case .logout: false
        case .read, .login: mayBeCancelled
        }
    }

    /// What is being done, for a person who waits.
    public var doing: String {
        switch phase {
        case .root, .collection, .system, .actionInfo: "reading what \(settings.place) manages"
        case .login: "logging in to \(settings.place)"
        case .command(let command): "\(command.type.rawValue), by \(settings.place)"
        case .reading: "waiting until it is \(wanted.word)"
        case .task: "waiting for the service's task"
        case .logout: "logging out"
        }
    }

    // MARK: Steps

    /// Never shown, whoever repeats them.
    var secrets: [String] {
        [password, token ?? "", BasicLogin.credentials(user: settings.user, password: password)]
    }

    mutating func emit(_ next: Phase, _ question: Question) -> Step {
        phase = next
        self.question = question
        return .ask(question.ask(login: loginHeader(next)))
    }

    /// Nobody needs to know who asks for the root; a login authenticates itself.
    private func loginHeader(_ phase: Phase) -> Ask.Header? {
        if phase == .root || phase == .login { return nil }
        if let token { return Ask.Header("X-Auth-Token", token) }
        return usesBasic ? BasicLogin.header(user: settings.user, password: password) : nil
    }

    /// The same again after a pause, or something else.
    mutating func pause(_ least: Int64 = 0, then next: Next? = nil) -> Step {
        waiting = next ?? question.map { Next(phase: phase, question: $0) }
        return .pause(milliseconds: pauses.next(atLeast: least))
    }

    private mutating func resume() -> Step {
        guard let next = waiting else { return finishLate() }
        waiting = nil
        return emit(next.phase, next.question)
    }

    // MARK: Events

    private mutating func took(_ answer: Answer) -> Step {
        losses = 0
        if answer.status == 401, token != nil, !hasLoggedInAgain, let step = logInAgain() { return step }
        switch phase {
        case .root: return tookRoot(answer)
        case .login: return tookLogin(answer)
        case .collection: return tookCollection(answer)
        case .system: return tookSystem(answer)
        case .actionInfo: return tookActionInfo(answer)
        case .command(let command): return tookResult(answer, of: command)
        case .reading: return tookReading(answer)
        case .task: return tookTask(answer)
        case .logout(let ending): return .end(ending)
        }
    }

    private static let lossesMax = 2

    private mutating func missed(_ lost: Lost) -> Step {
        switch phase {
        case .reading:
            trouble = lost.failure
            return readAgain()
        case .task:
            trouble = lost.failure
            return lookAgainAfterTask()
        case .command(let command) where lost.wasSent: return unclear(command, lost.failure)
        default:
            losses += 1
            guard lost.isWorthAnotherTry, losses <= Self.lossesMax else { return finish(lost.failure) }
            trouble = lost.failure
            return pause()
        }
    }

    /// A service that is busy is asked the same again until the time is up.
    mutating func askAgainWhenBusy(_ answer: Answer) -> Step? {
        guard answer.isBusy else { return nil }
        trouble = failure(answer)
        return pause(min(answer.retryMilliseconds ?? 0, Pauses.longestAsked))
    }

    /// What an answer that is no success means.
    func failure(_ answer: Answer, notFound: Cause = .errorAnswer) -> Failure {
        let messages = ExtendedMessages(answer.anyJSON)
        let said = messages.text(withholding: secrets)
        let detail = "status \(answer.status)" + (said.isEmpty ? "" : ": \(said)")
        let cause: Cause =
            switch answer.status {
            case 401: .loginRefused
            case 403: messages.has("PasswordChangeRequired") ? .passwordExpired : .tooLittlePrivilege
            case 404, 410: notFound
            case 405: .notAllowed
            case 409: .conflict
            case 412, 428: .preconditionFailed
            case 429, 503: .busy
            case 400, 422, 501: .commandRefused
            default: .errorAnswer
            }
        return Failure(cause, settings, detail)
    }

    func unreadable(_ what: String) -> Failure { Failure(.badAnswer, settings, what) }
}

/// How long to wait before the next question: longer each time.
struct Pauses: Equatable, Sendable {
    /// A Retry-After is heeded up to this.
    static let longestAsked: Int64 = 5000
    private static let (first, most): (Int64, Int64) = (50, 1000)

    private var length = first

    mutating func next(atLeast least: Int64) -> Int64 {
        defer { length = min(length * 2, Self.most) }
        return max(length, least)
    }

    mutating func begin() { length = Self.first }
}
