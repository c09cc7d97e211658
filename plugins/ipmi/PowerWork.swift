import CFreeIPMI
import CStonithPlugin
import Glibc
import IPMISettings
import PluginKit

/// What is done with a BMC once there is a session: the part that blocks, run on its own thread.
final class PowerWork: Sendable {
    enum Task: Equatable {
        case reset, off, on, status, identify
    }

    struct Success: Equatable, Sendable {
        var evidence: stonith_evidence
        var text: String
        var identity: String?
        var life: [String] = []
        var hints: [String] = []
        var warnings: [String] = []

        init(_ evidence: stonith_evidence, _ text: String = "") {
            self.evidence = evidence
            self.text = text
        }
    }

    let task: Task
    /// A reset that finds the node off leaves it off.
    let leavesOff: Bool
    let settings: Settings
    let endpoint: Endpoint
    let deadline: Deadline
    /// `remembered.suite_0`: whether a session without authentication was tried before, and what came of it.
    let rememberedSuite0: String?
    let progress: @Sendable (String) -> Void
    let gate = CommandGate()
    private let isCancelled: @Sendable () -> Bool
    /// The presence ping's socket, which is not the session's.
    private let pingSocket: Int32

    /// Between two tries with a busy BMC.
    private static let busyMilliseconds: UInt32 = 250
    /// With less time than this left, a busy BMC is reported rather than asked again.
    private static let anotherTryMilliseconds: Int64 = 1000
    /// Between two readings of the power state: at first, and at most.
    private static let readBackMilliseconds: (first: UInt32, most: UInt32) = (20, 500)

    /// For libfreeipmi's session timeout, which counts from the last datagram and may be overrun: so that its error
    /// comes before the deadline.
    private var patienceMilliseconds: Int64 { min(10_000, deadline.left * 2 / 5) }

    init(
        _ task: Task, leavesOff: Bool, _ settings: Settings, _ endpoint: Endpoint, _ deadline: Deadline,
        rememberedSuite0: String?, pingSocket: Int32, isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (String) -> Void
    ) {
        self.pingSocket = pingSocket
        self.isCancelled = isCancelled
        self.task = task
        self.leavesOff = leavesOff
        self.settings = settings
        self.endpoint = endpoint
        self.deadline = deadline
        self.rememberedSuite0 = rememberedSuite0
        self.progress = progress
    }

    func run() throws(BMCError) -> Success {
        while true {
            do { return try once() } catch {
                // From the start only while nothing was sent: a second start could send a second reset.
                if error.cause == .busy, gate.state == .nothing, deadline.left > Self.anotherTryMilliseconds {
                    progress("the BMC is busy; trying again")
                    usleep(Self.busyMilliseconds * 1000)
                } else {
                    return try verdict(error)
                }
            }
        }
    }

    /// The last word when the work ends with an error, or is given up: nothing is sent any more, and a command that is
    /// out is not forgotten. A node that was proven off is fenced whatever failed after that.
    func verdict(_ error: BMCError) throws(BMCError) -> Success {
        switch gate.close() {
        case .provenOff: return Self.offButNotOn(error, settings)
        case .command where error.code == STONITH_S_TIMEOUT: throw BMCError(.noAnswerToCommand, error.detail)
        case .command, .nothing: throw error
        }
    }

    private static func offButNotOn(_ error: BMCError, _ settings: Settings) -> Success {
        var success = Success(STONITH_EVIDENCE_READ_BACK, "It was read back off.")
        success.warnings.append("it could not be powered on again: \(error.text(settings))")
        return success
    }

    private func once() throws(BMCError) -> Success {
        let session = try login()
        var success = try work(session)
        if let suite = session.suite { success.hints.append("cipher_suite=\(suite)") }
        return success
    }

    private func login() throws(BMCError) -> BMCSession {
        guard settings.interface == .lan else { return try openWithBestSuite() }
        progress("opening an IPMI 1.5 session with \(endpoint.text)")
        return try BMCSession.lan(endpoint.text, settings, timeoutMilliseconds: patienceMilliseconds)
    }

    /// The first suite that the BMC takes. Only a refusal of the suite itself leads on to the next one: what is wrong
    /// otherwise stays wrong.
    private func openWithBestSuite() throws(BMCError) -> BMCSession {
        for suite in settings.cipherSuites.dropLast() {
            do { return try open(suite) } catch {
                guard error.cause == .noCipherSuite else { throw error }
            }
        }
        let last = settings.cipherSuites[settings.cipherSuites.count - 1]
        do { return try open(last) } catch {
            let isLowered = settings.suiteIsRemembered && settings.cipherSuites == [17] && error.cause == .noCipherSuite
            throw isLowered ? BMCError(.suiteLowered, error.detail) : error
        }
    }

    private func open(_ suite: UInt8) throws(BMCError) -> BMCSession {
        progress("opening an IPMI 2.0 session with \(endpoint.text), cipher suite \(suite)")
        do {
            return try BMCSession.lanplus(
                endpoint.text, settings, suite: suite, password: settings.password,
                timeoutMilliseconds: patienceMilliseconds)
        } catch {
            guard error.cause == .errorAnswer else { throw error }
            throw OpenSessionStatus.ask(endpoint, settings, suite: suite) ?? error
        }
    }

    private func work(_ session: borrowing BMCSession) throws(BMCError) -> Success {
        if let expected = settings.expectedGUID {
            let guid = try session.guid()
            guard guid == expected else { throw BMCError(.wrongBMC, "it says it is \(guid ?? "nobody")") }
        }
        switch task {
        case .reset: return try reset(session)
        case .off: return try off(session)
        case .on: return try on(session)
        case .status: return try status(session)
        case .identify:
            var success = Success(STONITH_EVIDENCE_NONE)
            success.identity = try session.guid()
            return success
        }
    }

    // MARK: Power

    /// A BMC may accept a reset of a node that is off, and the node stays off: so the state is read first.
    private func reset(_ session: borrowing BMCSession) throws(BMCError) -> Success {
        guard try session.isPowerOn() else {
            if leavesOff { return Success(STONITH_EVIDENCE_READ_BACK, "It was off already and is left off.") }
            gate.proveOff()
            return try onAgain(session, after: "It was off already; it is on now.")
        }
        switch settings.resetMethod {
        case .reset: return try resetOnce(session, .hardReset)
        case .cycle: return try resetOnce(session, .powerCycle)
        case .onoff: return try offAndOn(session, after: "It was off and is on again.")
        }
    }

    /// A reset must not be sent twice, so it is never repeated: without an answer the same request goes on by off, read
    /// back, on, which may be repeated, and which proves what the lost answer did not.
    private func resetOnce(_ session: borrowing BMCSession, _ control: BMCSession.Control) throws(BMCError) -> Success {
        progress(control == .hardReset ? "hard reset" : "power cycle")
        do {
            try sendOnce(session, control)
            return Success(STONITH_EVIDENCE_ACCEPTED)
        } catch {
            guard error.cause == .noAnswerToCommand else { throw error }
            progress("no answer to it; making sure by power off and on")
            let again = try login()
            return try offAndOn(again, after: "Its first command was not answered, so it may have been reset twice.")
        }
    }

    private func offAndOn(_ session: borrowing BMCSession, after text: String) throws(BMCError) -> Success {
        _ = try off(session)
        gate.proveOff()
        return try onAgain(session, after: text)
    }

    private func onAgain(_ session: borrowing BMCSession, after text: String) throws(BMCError) -> Success {
        _ = try on(session)
        return Success(STONITH_EVIDENCE_READ_BACK, text)
    }

    private func passGate() throws(BMCError) {
        guard !isCancelled() else { throw BMCError(.cancelled) }
        guard !deadline.hasPassed, gate.pass() else { throw BMCError(.noAnswer, "it was too late to send the command") }
    }

    private func sendOnce(_ session: borrowing BMCSession, _ control: BMCSession.Control) throws(BMCError) {
        try passGate()
        guard let socket = SessionSocket.find(butNot: pingSocket) else {
            throw BMCError(.library, "the session has no socket")
        }
        var error: BMCError?
        let repetition = Int(BMCSession.retransmissionMilliseconds) * 9 / 10
        let hasBlown = Fuse.guarding(socket, milliseconds: repetition) {
            do throws(BMCError) { try session.control(control) } catch let failure { error = failure }
        }
        guard let error else { return gate.settle() }
        throw hasBlown ? BMCError(.noAnswerToCommand) : error
    }

    private func off(_ session: borrowing BMCSession) throws(BMCError) -> Success {
        guard try session.isPowerOn() else { return Success(STONITH_EVIDENCE_READ_BACK, "It was off already.") }
        progress("power off")
        try passGate()
        try session.control(.powerDown)
        try readBack(session, isOn: false)
        gate.settle()
        return Success(STONITH_EVIDENCE_READ_BACK)
    }

    private func on(_ session: borrowing BMCSession) throws(BMCError) -> Success {
        guard try !session.isPowerOn() else { return Success(STONITH_EVIDENCE_READ_BACK, "It was on already.") }
        progress("power on")
        try passGate()
        try session.control(.powerUp)
        try readBack(session, isOn: true)
        gate.settle()
        return Success(STONITH_EVIDENCE_READ_BACK)
    }

    /// Reads the power state until it is what was asked for, or the time is up.
    private func readBack(_ session: borrowing BMCSession, isOn: Bool) throws(BMCError) {
        var pause = Self.readBackMilliseconds.first
        while try session.isPowerOn() != isOn {
            guard deadline.left > Int64(pause) else { throw BMCError(isOn ? .stillOff : .stillOn) }
            progress("waiting until it is \(isOn ? "on" : "off"), \(deadline.left / 1000) s left")
            usleep(pause * 1000)
            pause = min(pause * 2, Self.readBackMilliseconds.most)
        }
    }

    // MARK: Status

    private func status(_ session: borrowing BMCSession) throws(BMCError) -> Success {
        let isOn = try session.isPowerOn()
        var success = Success(STONITH_EVIDENCE_NONE, "power is \(isOn ? "on" : "off")")
        if isOn { success.life = ["its power is on"] }
        success.identity = try session.guid()
        if settings.interface == .lanplus { lookForSuite0(&success) }
        return success
    }

    /// Whether the BMC lets anybody in: tried once with no password, and remembered. A test session, so it changes
    /// nothing; the real password is never sent that way.
    private func lookForSuite0(_ success: inout Success) {
        let accepted: Bool
        switch rememberedSuite0 {
        case "accepted": accepted = true
        case "refused": return
        default:
            guard let answer = triesSuite0() else { return }
            success.hints.append("suite_0=\(answer ? "accepted" : "refused")")
            accepted = answer
        }
        guard accepted else { return }
        success.warnings.append(
            "BMC \(settings.address) accepts cipher suite 0: anybody who knows the user name \"\(settings.user)\" may "
                + "switch its node off without a password. Disable suite 0 in its LAN settings")
    }

    /// Nil when the test says nothing: a BMC that was busy, or did not answer.
    private func triesSuite0() -> Bool? {
        do throws(BMCError) {
            _ = try BMCSession.lanplus(
                endpoint.text, settings, suite: 0, password: "", timeoutMilliseconds: min(2000, deadline.left))
            return true
        } catch {
            let reason = error.cause == .errorAnswer ? OpenSessionStatus.ask(endpoint, settings, suite: 0) : error
            return [.noCipherSuite, .wrongUser, .wrongPassword].contains(reason?.cause) ? false : nil
        }
    }
}
