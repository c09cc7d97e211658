import CFreeIPMI
import CStonithPlugin
import Glibc

/// What is done with a BMC once there is a session: the part that blocks, run on its own thread.
final class PowerWork: Sendable {
    enum Task: Equatable {
        case reset, off, on, status, identify
    }

    struct Success: Equatable, Sendable {
        var evidence: stonith_evidence
        var text: String
        var identity: String?
        var hints: [String] = []
        var warnings: [String] = []

        init(_ evidence: stonith_evidence, _ text: String = "") {
            self.evidence = evidence
            self.text = text
        }
    }

    let task: Task
    let settings: Settings
    let endpoint: Endpoint
    let deadline: Deadline
    /// `remembered.suite_0`: whether a session without authentication was tried before, and what came of it.
    let rememberedSuite0: String?
    let progress: @Sendable (String) -> Void
    /// Set once a power command has left: from then on a missing answer means that nobody knows.
    private let commandSent = Flag()

    /// Between two tries with a busy BMC.
    private static let busyMilliseconds: UInt32 = 250
    /// With less time than this left, a busy BMC is reported rather than asked again.
    private static let anotherTryMilliseconds: Int64 = 1000
    /// Between two readings of the power state: at first, and at most.
    private static let readBackMilliseconds: (first: UInt32, most: UInt32) = (20, 500)

    /// For libfreeipmi's session timeout, which it may overrun by half: so that its error comes before the deadline.
    private var patienceMilliseconds: Int64 { deadline.left * 3 / 5 }

    /// What to say when the time is up and the work is still in a call of the library.
    var overdue: BMCError {
        commandSent.isSet
            ? BMCError(.noAnswerToCommand, "the time for the action was up")
            : BMCError(.noAnswer, "the time for the action was up")
    }

    init(
        _ task: Task, _ settings: Settings, _ endpoint: Endpoint, _ deadline: Deadline, rememberedSuite0: String?,
        progress: @escaping @Sendable (String) -> Void
    ) {
        self.task = task
        self.settings = settings
        self.endpoint = endpoint
        self.deadline = deadline
        self.rememberedSuite0 = rememberedSuite0
        self.progress = progress
    }

    func run() throws(BMCError) -> Success {
        while true {
            do { return try once() } catch {
                guard error.cause == .busy, deadline.left > Self.anotherTryMilliseconds else { throw error }
                progress("the BMC is busy; trying again")
                usleep(Self.busyMilliseconds * 1000)
            }
        }
    }

    private func once() throws(BMCError) -> Success {
        switch settings.interface {
        case .lan:
            progress("opening an IPMI 1.5 session with \(endpoint.text)")
            // A wrong password shows as silence only: the half of the time must do for the login.
            let session = try BMCSession.lan(endpoint.text, settings, timeoutMilliseconds: deadline.left / 2)
            return try work(session)
        case .lanplus:
            let session = try openWithBestSuite()
            var success = try work(session)
            if let suite = session.suite { success.hints.append("cipher_suite=\(suite)") }
            return success
        }
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
            let isLowered = settings.suiteIsRemembered && last == 17 && error.cause == .noCipherSuite
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
            return powerOnAgain(session, after: "It was off already; it is on now.")
        }
        switch settings.resetMethod {
        case .reset:
            progress("hard reset")
            try command(session, .hardReset)
            return Success(STONITH_EVIDENCE_ACCEPTED)
        case .cycle:
            progress("power cycle")
            try command(session, .powerCycle)
            return Success(STONITH_EVIDENCE_ACCEPTED)
        case .onoff:
            _ = try off(session)
            return powerOnAgain(session, after: "It was off and is on again.")
        }
    }

    private func command(_ session: borrowing BMCSession, _ control: BMCSession.Control) throws(BMCError) {
        commandSent.set(true)
        try session.control(control)
        commandSent.set(false)
    }

    /// The node was read back off, so the fencing is done whatever comes of the power on: its failure is a remark.
    private func powerOnAgain(_ session: borrowing BMCSession, after text: String) -> Success {
        do {
            _ = try on(session)
            return Success(STONITH_EVIDENCE_READ_BACK, text)
        } catch {
            var success = Success(STONITH_EVIDENCE_READ_BACK, "It was read back off.")
            success.warnings.append("it could not be powered on again: \(error.text(settings))")
            return success
        }
    }

    private func off(_ session: borrowing BMCSession) throws(BMCError) -> Success {
        guard try session.isPowerOn() else { return Success(STONITH_EVIDENCE_READ_BACK, "It was off already.") }
        progress("power off")
        try command(session, .powerDown)
        try readBack(session, isOn: false)
        return Success(STONITH_EVIDENCE_READ_BACK)
    }

    private func on(_ session: borrowing BMCSession) throws(BMCError) -> Success {
        guard try !session.isPowerOn() else { return Success(STONITH_EVIDENCE_READ_BACK, "It was on already.") }
        progress("power on")
        try command(session, .powerUp)
        try readBack(session, isOn: true)
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
        var success = Success(STONITH_EVIDENCE_NONE, "power is \(try session.isPowerOn() ? "on" : "off")")
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
        case "refused": accepted = false
        default:
            let test = try? BMCSession.lanplus(
                endpoint.text, settings, suite: 0, password: "", timeoutMilliseconds: min(2000, deadline.left))
            switch consume test {
            case .some: accepted = true
            case .none: accepted = false
            }
            success.hints.append("suite_0=\(accepted ? "accepted" : "refused")")
        }
        guard accepted else { return }
        success.warnings.append(
            "BMC \(settings.address) accepts cipher suite 0: anybody who knows the user name \"\(settings.user)\" may "
                + "switch its node off without a password. Disable suite 0 in its LAN settings")
    }
}
