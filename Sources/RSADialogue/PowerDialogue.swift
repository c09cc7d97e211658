/// An action on a node's power, from the first connection to the verdict: events in, effects out, and no I/O. Moments
/// are milliseconds of one clock.
///
/// Nothing is asked for after the verdict. A session that fails is followed by another while that can do no harm:
/// before a power command was sent where the board had no line free or broke the connection; after it, to find out what
/// came of it.
public struct PowerDialogue: Equatable, Sendable {
    public enum Task: Equatable, Sendable {
        case reset, off, on, status
    }

    public enum Event: Equatable, Sendable {
        case begin
        case connected
        case notConnected(BoardFailure)
        case received([UInt8])
        /// The board closed the connection, or it broke.
        case closed
        case time
    }

    public enum Effect: Equatable, Sendable {
        case connect
        case send([UInt8])
        /// What was sent before still gets through.
        case close
        /// What was sent and has not arrived yet never does: a power command is among it, and may not be carried out
        /// after the verdict, or beside the next session.
        case cut
        case progress(String)
        case finish(Verdict)
    }

    public enum Verdict: Equatable, Sendable {
        case success(Success)
        case failure(BoardFailure)
    }

    /// With less time than this left, a board is not tried again.
    static let anotherTryMilliseconds: Int64 = 1000
    static let connectMilliseconds: Int64 = 5000
    static let patienceMilliseconds: Int64 = 10_000
    /// Before another connection, and before another reading: at first, and at most.
    static let retryMilliseconds: (first: Int64, most: Int64) = (250, 2000)
    static let readMilliseconds: (first: Int64, most: Int64) = (100, 1000)
    /// How often a connection that broke while nothing was sent is followed by another.
    private static let brokenMax = 2
    /// How often a connection that broke while a node that is proven off was powered on is followed by another.
    private static let triesOfOnMax = 1

    private let settings: Settings
    private let deadline: Int64
    private var plan: PowerPlan
    private var session: BoardSession?
    /// The command that waits for its answer.
    private var pending: BoardCommand?
    private var connectingUntil: Int64?
    private var reconnectAt: Int64?
    private var readAt: Int64?
    private var retryPause = Self.retryMilliseconds.first
    private var readPause = Self.readMilliseconds.first
    private var broken = 0
    private var triesOfOn = 0
    /// What the last reading said since the last power command.
    private var lastRead: Bool?
    private var isCancelled = false
    private var effects: [Effect] = []
    private var isOver = false

    /// - Parameter deadline: when the verdict must be there.
    public init(_ task: Task, _ settings: Settings, leavesOff: Bool, deadline: Int64) {
        self.settings = settings
        self.deadline = deadline
        plan = PowerPlan(task, settings.resetMethod, leavesOff: leavesOff)
    }

    /// When to call with `.time` if nothing else happens before.
    public var wakeup: Int64 {
        [deadline, connectingUntil, reconnectAt, readAt, readAt == nil ? session?.wakeup : nil].compactMap(\.self).min()
            ?? deadline
    }

    public mutating func handle(_ event: Event, at now: Int64, isCancelled: Bool) -> [Effect] {
        guard !isOver else { return [] }
        self.isCancelled = isCancelled
        if isCancelled, plan.sent == .nothing {
            finish(BoardFailure(.cancelled))
        } else if now >= deadline {
            timeIsUp()
        } else {
            take(event, now)
        }
        defer { effects = [] }
        return effects
    }

    private mutating func take(_ event: Event, _ now: Int64) {
        switch event {
        case .begin: connect(now)
        case .connected: if connectingUntil != nil { begin(now) }
        case .notConnected(let failure):
            guard connectingUntil != nil else { return }
            connectingUntil = nil
            fail(failure, now)
        case .received(let bytes): receive(bytes, now)
        case .closed:
            let report = session?.close()
            flush()
            if let report { hear(report, now) }
        case .time: look(now)
        }
    }

    // MARK: Connections

    private mutating func connect(_ now: Int64) {
        effects.append(.progress("connecting to \(settings.address) port \(settings.port)"))
        effects.append(.connect)
        connectingUntil = now + max(1, min(Self.connectMilliseconds, (deadline - now) / 3))
        reconnectAt = nil
    }

    private mutating func begin(_ now: Int64) {
        connectingUntil = nil
        session = BoardSession(
            settings, patience: max(1, min(Self.patienceMilliseconds, (deadline - now) * 2 / 5)), at: now)
    }

    private mutating func receive(_ bytes: [UInt8], _ now: Int64) {
        for byte in bytes {
            guard !isOver, let report = session?.take(byte, at: now) else { continue }
            hear(report, now)
        }
        flush()
    }

    private mutating func look(_ now: Int64) {
        if let moment = connectingUntil, now >= moment {
            connectingUntil = nil
            effects.append(.close)
            fail(BoardFailure(.silent), now)
        }
        if let moment = reconnectAt, now >= moment { return connect(now) }
        if let moment = readAt, now >= moment {
            readAt = nil
            tell(.state, now)
        }
        guard readAt == nil, let report = session?.look(at: now) else { return flush() }
        hear(report, now)
    }

    private mutating func flush() {
        guard let bytes = session?.takeOutput(), !bytes.isEmpty else { return }
        effects.append(.send(bytes))
    }

    // MARK: What a session reports

    private mutating func hear(_ report: BoardSession.Report, _ now: Int64) {
        switch report {
        case .ready: tell(.state, now)
        case .answered(let answer): hear(answer, now)
        case .failed(let failure): lose(failure, now)
        }
    }

    private mutating func hear(_ answer: BoardAnswer, _ now: Int64) {
        guard let command = pending else { return }
        pending = nil
        switch answer {
        case .power(let isOn):
            lastRead = isOn
            act(on: plan.read(isOn: isOn), now)
        case .done: act(on: plan.done(command), now)
        case .refused(let failure):
            lastRead = nil
            if failure.cause == .noState, let next = plan.readNothing() { return act(on: next, now) }
            plan.refuse(command)
            finish(failure)
        case .nothing: break
        }
    }

    private mutating func act(on next: PowerPlan.Next, _ now: Int64) {
        switch next {
        case .finish(let success): finish(.success(success))
        case .ask(let command): tell(command, now)
        case .again(let isOn):
            readAt = now + readPause
            effects.append(
                .progress("waiting until it is \(isOn ? "on" : "off"), \((deadline - now) / 1000) s left"))
            readPause = min(readPause * 2, Self.readMilliseconds.most)
        }
    }

    private mutating func tell(_ command: BoardCommand, _ now: Int64) {
        guard session?.isIdle == true else { return lose(BoardFailure(.closed), now) }
        if command.isPower {
            guard !isCancelled else { return finish(BoardFailure(.cancelled)) }
            plan.leave()
            lastRead = nil
            readPause = Self.readMilliseconds.first
            effects.append(.progress(command.rawValue))
        }
        session?.tell(command, at: now)
        pending = command
        flush()
    }

    // MARK: Failing

    /// The session is of no more use.
    private mutating func lose(_ failure: BoardFailure, _ now: Int64) {
        let isLogin = session?.hasSentPassword == true && pending == nil
        flush()
        session = nil
        readAt = nil
        disconnect()
        let lost = pending
        pending = nil
        if let lost { plan.lose(lost) }
        if failure.cause == .closed, isLogin || lost != nil { broken += 1 }
        fail(failure, now)
    }

    private mutating func fail(_ failure: BoardFailure, _ now: Int64) {
        guard mayTryAgain(failure), deadline - now > Self.anotherTryMilliseconds else { return finish(failure) }
        reconnectAt = now + min(retryPause, deadline - now - Self.anotherTryMilliseconds)
        retryPause = min(retryPause * 2, Self.retryMilliseconds.most)
        let why = plan.sent == .nothing ? "the board lets nobody in; trying again" : "no answer; asking what came of it"
        effects.append(.progress(why))
    }

    /// A login that was refused is never repeated: a board locks the user out for that. A node that is proven off is
    /// fenced, and that news must not wait long for its power on.
    private mutating func mayTryAgain(_ failure: BoardFailure) -> Bool {
        if [.wrongLogin, .tooLittlePrivilege, .cancelled, .system].contains(failure.cause) { return false }
        switch plan.sent {
        case .command: return true
        case .provenOff:
            triesOfOn += 1
            return triesOfOn <= Self.triesOfOnMax
        case .nothing: return failure.cause == .busy || failure.cause == .closed && broken <= Self.brokenMax
        }
    }

    private mutating func timeIsUp() {
        if let isOn = lastRead, readAt != nil { return finish(plan.giveUp(isOn: isOn)) }
        finish(BoardFailure(.noAnswer, "the time for the action was up"))
    }

    private mutating func finish(_ failure: BoardFailure) { finish(plan.verdict(failure, settings)) }

    private mutating func finish(_ verdict: Verdict) {
        session?.leave()
        flush()
        isOver = true
        session = nil
        disconnect()
        effects.append(.finish(verdict))
    }

    private mutating func disconnect() { effects.append(pending?.isPower == true ? .cut : .close) }
}
