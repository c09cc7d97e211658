/// Decides what a board is asked next, and when the node counts as fenced. A value: answers and time come in.
///
/// The power state is read in the same exchange as the command before it, so that a board that is quick needs one
/// exchange to be off, and one to be on.
public struct PowerPlan: Sendable {
    public enum Task: Equatable, Sendable {
        case reset(leavesOff: Bool)
        case off
        case on
        case status
        case identify
    }

    public enum Step: Equatable, Sendable {
        case ask([RIBCLCommand])
        /// Ask this so many milliseconds later.
        case wait(milliseconds: Int64, thenAsk: [RIBCLCommand])
        case done(Success)
        case fail(Failure)
    }

    public struct Success: Equatable, Sendable {
        public enum Evidence: Equatable, Sendable { case none, accepted, readBack }
        public var evidence: Evidence
        public var text: String
        public var isOn: Bool?
        public var uuid: String?
        /// The node was proven off, and could not be powered on for this reason.
        public var butNotOn: Failure?

        init(_ evidence: Evidence, _ text: String = "", isOn: Bool? = nil) {
            self.evidence = evidence
            self.text = text
            self.isOn = isOn
        }
    }

    public enum Failure: Error, Equatable, Sendable {
        case refused(RIBCLRefusal)
        case stillOn
        case stillOff
        /// It answered, and said nothing of what it was asked.
        case noState
        /// The connection failed, as the last error says.
        case lost
        /// A power command left, and nobody knows what came of it.
        case unknown
    }

    private enum Phase: Equatable { case looking, resetting, off, on }

    /// What of our commands is out.
    public enum Sent: Equatable, Sendable { case nothing, command, provenOff }

    /// What is known of the commands that left.
    private struct Record: Equatable {
        var sent = Sent.nothing
        /// A power command left before the first reading of this exchange: it does not tell how the node was found.
        var hadCommand = false
        var hasCommand = false
        var mustHold = false
    }

    public let task: Task
    private let usesButton: Bool
    private let canReset: Bool
    private var phase = Phase.looking
    private var record = Record()
    private var recordBefore = Record()
    private var pause = Self.pauses.first
    /// How long it was waited since the button was held last.
    private var waited: Int64 = 0
    private var losses = 0
    private var wasOff = false
    private var resetWasLost = false

    private static let pauses: (first: Int64, most: Int64) = (20, 1000)
    private static let lossesMax = 3
    /// What a hold may take until the power is gone.
    private static let holdMilliseconds: Int64 = 10_000

    public init(_ task: Task, usesButton: Bool, canReset: Bool) {
        self.task = task
        self.usesButton = usesButton
        self.canReset = canReset
    }

    public var sent: Sent { record.sent }

    public mutating func begin() -> Step {
        switch task {
        case .status: return .ask([.readPower])
        case .identify: return .ask([.readHostData])
        case .on: return switching(on: true)
        case .off: return switchingOff()
        case .reset(let leavesOff):
            guard canReset, !usesButton else { return switchingOff() }
            // A reset could wake a node that is to be left off: so its state is known first.
            phase = .looking
            return leavesOff ? .ask([.readPower]) : resetting()
        }
    }

    private mutating func resetting() -> Step {
        phase = .resetting
        return .ask([.readPower, .reset, .readPower])
    }

    /// These commands are about to leave.
    public mutating func leaves(_ commands: [RIBCLCommand]) {
        recordBefore = record
        record.hadCommand = record.hasCommand || commands.first?.isPower == true
        guard commands.contains(where: \.isPower) else { return }
        record.hasCommand = true
        if commands.contains(.holdButton) { (record.mustHold, waited) = (false, 0) }
        if record.sent == .nothing { record.sent = .command }
    }

    /// - Parameter milliseconds: what is left of the action's time.
    public mutating func heard(_ reply: RIBCLReply, millisecondsLeft milliseconds: Int64) -> Step {
        losses = 0
        if let refusal = reply.refusals.first(where: { $0.meaning != .already }), !endsRight(reply),
            !leavesDoubt(refusal, reply)
        {
            return end(.refused(refusal))
        }
        switch task {
        case .status:
            guard let isOn = reply.powers.last else { return end(.noState) }
            return .done(Success(.none, "power is \(isOn ? "on" : "off")", isOn: isOn))
        case .identify:
            var success = Success(.none)
            success.uuid = reply.uuid
            return .done(success)
        case .off, .on, .reset: return heardOfPower(reply, milliseconds)
        }
    }

    /// The connection failed. Asking again is safe: what is on or off is switched no further, and a reset whose answer
    /// was lost is made sure of by power off and on.
    ///
    /// - Parameter wasSent: a part of what was asked may have reached the board.
    public mutating func lost(wasSent: Bool, mayAskAgain: Bool) -> Step {
        if !wasSent { record = recordBefore }
        losses += 1
        guard mayAskAgain, losses < Self.lossesMax else { return end(.lost) }
        switch phase {
        case .resetting: return record.sent == .command ? resetLost() : begin()
        case .off: return switchingOff()
        case .on: return switching(on: true)
        case .looking: return begin()
        }
    }

    private mutating func resetLost() -> Step {
        resetWasLost = true
        return switchingOff()
    }

    /// The last word when the action ends for this reason. A node that was proven off is fenced whatever failed later.
    public func end(_ failure: Failure) -> Step {
        switch record.sent {
        case .provenOff:
            var success = Success(.readBack, "It was read back off.", isOn: false)
            success.butNotOn = failure
            return .done(success)
        case .command where failure == .lost || failure == .noState || resetWasLost || isLate(failure):
            return .fail(.unknown)
        case .command, .nothing: return .fail(failure)
        }
    }

    /// What was refused is not the command that is out.
    private func isLate(_ failure: Failure) -> Bool {
        guard case .refused = failure else { return false }
        return recordBefore.sent == .command
    }

    // MARK: Power

    private mutating func switchingOff() -> Step {
        phase = .off
        record.mustHold = usesButton
        // Holding the button of a node that is off could power it on: so its state is known first.
        return .ask(usesButton ? [.readPower] : [.readPower, .setPower(on: false), .readPower])
    }

    private mutating func switching(on isOn: Bool) -> Step {
        phase = .on
        return .ask([.readPower, .setPower(on: isOn), .readPower])
    }

    /// A refusal does not matter where the node is as it shall be.
    private func endsRight(_ reply: RIBCLReply) -> Bool {
        switch phase {
        case .off: reply.powers.last == false
        case .on: reply.powers.last == true
        case .looking, .resetting: false
        }
    }

    /// It may be a reading that was refused, and the reset carried out.
    private func leavesDoubt(_ refusal: RIBCLRefusal, _ reply: RIBCLReply) -> Bool {
        phase == .resetting && reply.powers.count < 2 && refusal.meaning == .other
    }

    private mutating func heardOfPower(_ reply: RIBCLReply, _ left: Int64) -> Step {
        if phase == .resetting { return heardOfReset(reply) }
        guard let isOn = reply.powers.last else { return askAgain([.readPower], left, .noState) }
        switch phase {
        case .on: return isOn ? isNowOn(reply) : askAgain([.readPower], left, .stillOff)
        case .off where !isOn: return isNowOff(reply)
        case .off: return mayHold ? .ask([.holdButton, .readPower]) : askAgain([.readPower], left, .stillOn)
        case .looking: return isOn ? resetting() : isNowOff(reply)
        case .resetting: return begin()
        }
    }

    /// A hold that is out may still be going on: another one could power the node on again.
    private var mayHold: Bool { record.mustHold && (!record.hasCommand || waited >= Self.holdMilliseconds) }

    /// The first reading was before the reset. The second tells nothing of it, but that the board has answered it.
    private mutating func heardOfReset(_ reply: RIBCLReply) -> Step {
        if reply.powers.first == false { return isNowOff(reply) }
        return reply.powers.count == 2 && reply.refusals.isEmpty ? .done(Success(.accepted)) : resetLost()
    }

    private mutating func isNowOff(_ reply: RIBCLReply) -> Step {
        wasOff = !record.hadCommand && reply.powers.first == false
        record.sent = .provenOff
        pause = Self.pauses.first
        guard case .reset(let leavesOff) = task else {
            return .done(Success(.readBack, wasOff ? "It was off already." : "", isOn: false))
        }
        if wasOff, leavesOff, reply.powers.last == false {
            return .done(Success(.readBack, "It was off already and is left off.", isOn: false))
        }
        return switching(on: true)
    }

    private func isNowOn(_ reply: RIBCLReply) -> Step {
        guard case .reset = task else {
            let wasOn = !record.hadCommand && reply.powers.first == true
            return .done(Success(.readBack, wasOn ? "It was on already." : "", isOn: true))
        }
        let text =
            if resetWasLost {
                "Its first command was not answered, so it may have been reset twice."
            } else {
                wasOff ? "It was off already; it is on now." : "It was off and is on again."
            }
        return .done(Success(.readBack, text, isOn: true))
    }

    private mutating func askAgain(_ commands: [RIBCLCommand], _ left: Int64, _ failure: Failure) -> Step {
        guard left > pause else { return end(failure) }
        defer { pause = min(pause * 2, Self.pauses.most) }
        waited += pause
        return .wait(milliseconds: pause, thenAsk: commands)
    }
}
