import CStonithPlugin
import PluginKit

/// What is done with a hypervisor to carry out one action: the order of the steps. Each power command is sent once;
/// where its answer is lost, only the state is read from then on.
public final class PowerSteps {
    public enum Task: Equatable, Sendable {
        case reset, off, on, status, identify
    }

    /// Time, and who waits: so that tests need neither.
    public struct Surroundings {
        public var millisecondsLeft: () -> Int64
        public var pause: (_ milliseconds: Int64) -> Void
        public var isCancelled: () -> Bool
        public var progress: (String) -> Void

        public init(
            millisecondsLeft: @escaping () -> Int64, pause: @escaping (Int64) -> Void,
            isCancelled: @escaping () -> Bool, progress: @escaping (String) -> Void
        ) {
            self.millisecondsLeft = millisecondsLeft
            self.pause = pause
            self.isCancelled = isCancelled
            self.progress = progress
        }
    }

    private let task: Task
    private let domain: FencedDomain?
    private let leavesOff: Bool
    private let settings: Settings
    private let hypervisor: any Hypervisor
    private let gate: CommandGate
    private let around: Surroundings
    /// Why the answer to the command that is out will not come.
    private var loss: HypervisorError?

    /// Between two readings, and between two tries to connect: at first, and at most.
    private static let pauseMilliseconds: (first: Int64, most: Int64) = (20, 500)

    /// - Parameter domain: the target's; nil where the action has no target.
    public init(
        _ task: Task, _ domain: FencedDomain?, leavesOff: Bool, _ settings: Settings, _ hypervisor: any Hypervisor,
        _ gate: CommandGate, _ around: Surroundings
    ) {
        self.task = task
        self.domain = domain
        self.leavesOff = leavesOff
        self.settings = settings
        self.hypervisor = hypervisor
        self.gate = gate
        self.around = around
    }

    public func run() throws(HypervisorError) -> PowerOutcome {
        do { return try steps() } catch { return try PowerOutcome.verdict(error, gate, settings, domain) }
    }

    private func steps() throws(HypervisorError) -> PowerOutcome {
        around.progress("connecting to \(settings.uri.place)")
        try hypervisor.open()
        guard let domain else { return task == .identify ? try hostIdentity() : try survey() }
        guard let isOn = try isOn(domain) else { throw HypervisorError(.noDomain) }
        switch task {
        case .reset: return try reset(domain, isOn)
        case .off: return try off(domain, isOn)
        case .on: return try on(domain, isOn)
        case .status: return try status(domain)
        case .identify:
            var outcome = PowerOutcome(STONITH_EVIDENCE_NONE)
            outcome.identity = try hypervisor.uuid(of: domain)
            return outcome
        }
    }

    // MARK: Power

    private func reset(_ domain: FencedDomain, _ isOn: Bool) throws(HypervisorError) -> PowerOutcome {
        guard isOn else {
            if leavesOff { return PowerOutcome(STONITH_EVIDENCE_READ_BACK, "It was off already and is left off.") }
            gate.proveOff()
            return try onAgain(domain, "It was off already; it is on now.")
        }
        if settings.resetMethod == .reboot { return try pressReset(domain) }
        let isKept = try switchOff(domain)
        gate.proveOff()
        guard isKept else {
            return .offButNotOn("the domain \(domain.domain) was transient, and the hypervisor forgets those")
        }
        return try onAgain(domain, "It was off and is on again.")
    }

    /// The hypervisor's word is all there is: the domain is on before and after.
    private func pressReset(_ domain: FencedDomain) throws(HypervisorError) -> PowerOutcome {
        let state = try hypervisor.state(of: domain)
        around.progress("reset")
        try passGate()
        do { _ = try hypervisor.send(.reset, to: domain) } catch {
            if !error.isLoss { gate.settle() }
            throw error
        }
        gate.settle()
        var outcome = PowerOutcome(STONITH_EVIDENCE_ACCEPTED)
        if state == .paused {
            outcome.warnings.append("the domain \(domain.domain) was paused and is so still: see virsh resume")
        }
        return outcome
    }

    private func onAgain(_ domain: FencedDomain, _ text: String) throws(HypervisorError) -> PowerOutcome {
        try switchOn(domain)
        return PowerOutcome(STONITH_EVIDENCE_READ_BACK, text)
    }

    private func off(_ domain: FencedDomain, _ isOn: Bool) throws(HypervisorError) -> PowerOutcome {
        guard isOn else { return PowerOutcome(STONITH_EVIDENCE_READ_BACK, "It was off already.") }
        _ = try switchOff(domain)
        return PowerOutcome(STONITH_EVIDENCE_READ_BACK)
    }

    private func on(_ domain: FencedDomain, _ isOn: Bool) throws(HypervisorError) -> PowerOutcome {
        guard !isOn else {
            var outcome = PowerOutcome(STONITH_EVIDENCE_READ_BACK, "It was on already.")
            let state = try hypervisor.state(of: domain)
            if state != .running { outcome.warnings.append("the domain \(domain.domain): \(state.words)") }
            return outcome
        }
        try switchOn(domain)
        return PowerOutcome(STONITH_EVIDENCE_READ_BACK)
    }

    /// False: the domain was transient, and is there no more.
    private func switchOff(_ domain: FencedDomain) throws(HypervisorError) -> Bool {
        around.progress("power off")
        let answer = try send(.destroy, domain)
        return try readBack(domain, isOn: false, answer)
    }

    private func switchOn(_ domain: FencedDomain) throws(HypervisorError) {
        around.progress("power on")
        let answer = try send(.start, domain)
        guard try readBack(domain, isOn: true, answer) else { throw HypervisorError(.noDomain) }
    }

    private func passGate() throws(HypervisorError) {
        guard !around.isCancelled() else { throw HypervisorError(.cancelled) }
        guard around.millisecondsLeft() > 0, gate.pass() else {
            throw HypervisorError(.noAnswer, "it was too late to send the command")
        }
    }

    private enum Answer {
        /// Whether the domain is on now, where the answer told.
        case accepted(isOn: Bool?)
        /// Which the state may make good: whoever switches off what went off at this moment is refused.
        case refused(HypervisorError)
        case lost

        var isAccepted: Bool {
            if case .accepted = self { true } else { false }
        }
    }

    private func send(_ command: PowerCommand, _ domain: FencedDomain) throws(HypervisorError) -> Answer {
        try passGate()
        do { return .accepted(isOn: try hypervisor.send(command, to: domain)) } catch {
            guard error.isLoss else { return .refused(error) }
            try openAgain(error)
            return .lost
        }
    }

    /// Reads whether the domain is on until it is what was asked for, or the time is up. False: it is there no more.
    private func readBack(_ domain: FencedDomain, isOn: Bool, _ answer: Answer) throws(HypervisorError) -> Bool {
        if case .accepted(isOn: isOn) = answer {
            gate.settle()
            return true
        }
        var pause = Self.pauseMilliseconds.first
        while true {
            let found = try isOnOrAgain(domain, answer)
            guard found != nil || answer.isAccepted else { throw gone(answer) }
            if found == nil || found == isOn {
                gate.settle()
                return found != nil
            }
            if case .refused(let refusal) = answer {
                gate.settle()
                throw HypervisorError(refusal.cause == .errorAnswer ? Self.still(isOn) : refusal.cause, refusal.detail)
            }
            guard around.millisecondsLeft() > pause else { throw outOfTime(isOn) }
            around.progress("waiting until it is \(isOn ? "on" : "off"), \(around.millisecondsLeft() / 1000) s left")
            around.pause(pause)
            pause = min(pause * 2, Self.pauseMilliseconds.most)
        }
    }

    /// A command that was accepted, and of which each reading says that it did nothing, is not in doubt.
    private func outOfTime(_ wanted: Bool) -> HypervisorError {
        if loss == nil { gate.settle() }
        return loss ?? HypervisorError(Self.still(wanted))
    }

    private static func still(_ wanted: Bool) -> HypervisorError.Cause { wanted ? .stillOff : .stillOn }

    private func isOnOrAgain(_ domain: FencedDomain, _ answer: Answer) throws(HypervisorError) -> Bool? {
        while true {
            do { return try answer.isAccepted ? hypervisor.isOn(domain) : isOn(domain) } catch {
                guard error.isLoss else { throw error }
                try openAgain(error)
            }
        }
    }

    /// A domain that is gone though nobody said that it was ended may have been migrated, and run elsewhere.
    private func gone(_ answer: Answer) -> HypervisorError {
        guard case .refused = answer else { return loss ?? HypervisorError(.noDomain) }
        gate.settle()
        return HypervisorError(.noDomain)
    }

    /// Whether it is on; nil: the hypervisor has no such domain, or it was migrated: it is defined here and shut off
    /// then, and runs elsewhere.
    private func isOn(_ domain: FencedDomain) throws(HypervisorError) -> Bool? {
        let isOn = try hypervisor.isOn(domain)
        guard isOn == false else { return isOn }
        let state = try hypervisor.state(of: domain)
        return state == .migrated ? nil : state.isOn
    }

    /// Connects anew, as often as there is time: a command is out, and only the state tells what came of it.
    private func openAgain(_ error: HypervisorError) throws(HypervisorError) {
        loss = error
        var pause = Self.pauseMilliseconds.first
        while true {
            guard around.millisecondsLeft() > pause else { throw error }
            around.progress("the answer was lost; connecting again to read the state")
            around.pause(pause)
            pause = min(pause * 2, Self.pauseMilliseconds.most)
            do { return try hypervisor.open() } catch { continue }
        }
    }

    // MARK: Status

    private func status(_ domain: FencedDomain) throws(HypervisorError) -> PowerOutcome {
        let state = try hypervisor.state(of: domain)
        var outcome = PowerOutcome(STONITH_EVIDENCE_NONE, "domain \(domain.domain): \(state.words)")
        if state.isOn, state != .crashed { outcome.life = ["its domain is on: \(state.words)"] }
        return outcome
    }

    /// Whether the hypervisor has the domains; with none of them the device can do nothing.
    private func survey() throws(HypervisorError) -> PowerOutcome {
        var outcome = PowerOutcome(STONITH_EVIDENCE_NONE)
        for domain in settings.domains where try isOn(domain) == nil {
            outcome.warnings.append(
                "\(settings.uri.place) has no domain \(domain.domain): \(domain.node) cannot be fenced there")
        }
        if outcome.warnings.count == settings.domains.count {
            throw HypervisorError(.noDomain, domain: settings.domains.map(\.domain).joined(separator: ", "))
        }
        return outcome
    }

    private func hostIdentity() throws(HypervisorError) -> PowerOutcome {
        var outcome = PowerOutcome(STONITH_EVIDENCE_NONE)
        outcome.identity = try hypervisor.hostName()
        return outcome
    }
}
