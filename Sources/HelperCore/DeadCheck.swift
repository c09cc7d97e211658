/// Decides from what echoes brought back whether the target is dead. A value: time and events come in.
///
/// In each trial one echo goes to every address at once, and a second is waited. The target is dead when all its
/// addresses were silent in so many trials *in which a witness answered*: silence proves something only while this node
/// can hear. A trial without a witness is made again, up to as many times as there are trials.
public struct DeadCheck: Equatable, Sendable {
    public enum Verdict: Equatable, Sendable {
        /// - silent: the addresses that prove it.
        case dead(silent: [EchoAddress], witness: EchoAddress)
        case alive(EchoAddress)
        case cannotTell(Doubt)
    }

    /// Why silence does not count.
    public enum Doubt: Equatable, Sendable {
        /// A send to this address failed on this node.
        case sendFailed(EchoAddress, reason: String)
        /// Every address would be reached over an interface without carrier.
        case noCarrier([String])
        case noWitness
        /// None of these answered, or not often enough.
        case witnessSilent([EchoAddress])
        /// Datagrams came faster than they were read, and the kernel threw some away: an answer may have been one.
        case answersLost
        case timeUp
    }

    public enum Step: Equatable, Sendable {
        /// Send one echo to every address; the first trial is 0.
        case send(trial: Int)
        /// Nothing to do before this moment unless something is heard. Milliseconds.
        case wait(until: Int64)
        case done(Verdict)
    }

    /// How long answers of a trial are waited for.
    public static let trialMilliseconds: Int64 = 1000

    public let targets: [EchoAddress]
    public let witnesses: [EchoAddress]
    public let trials: Int
    /// Trials that were silent while a witness answered.
    public private(set) var silentTrials = 0

    private var begun = 0
    private var trialEnds: Int64 = 0
    private var witness: EchoAddress?
    private var witnessOfTrial: EchoAddress?
    private var deaf: [EchoAddress: String] = [:]
    private var doubt: Doubt?
    private var verdict: Verdict?

    public init(targets: [EchoAddress], witnesses: [EchoAddress], trials: Int) {
        precondition(!targets.isEmpty && trials > 0, "nobody asked is no silence")
        self.targets = targets
        self.witnesses = witnesses
        self.trials = trials
    }

    public mutating func heard(from address: EchoAddress) {
        if targets.contains(address) {
            verdict = verdict ?? .alive(address)
        } else if witnesses.contains(address) {
            witnessOfTrial = address
        }
    }

    /// A witness that cannot be asked does not answer; that is all.
    public mutating func sendFailed(to address: EchoAddress, reason: String) {
        if targets.contains(address) { doubt = doubt ?? .sendFailed(address, reason: reason) }
    }

    /// The interface towards a target has no carrier: what is silent there proves nothing.
    public mutating func hasNoCarrier(_ interface: String, to address: EchoAddress) {
        if targets.contains(address) { deaf[address] = interface }
    }

    public mutating func lostAnswers() { doubt = doubt ?? .answersLost }

    public mutating func timeIsUp() { verdict = verdict ?? .cannotTell(.timeUp) }

    public mutating func next(at now: Int64) -> Step {
        if verdict == nil, begun > 0 {
            guard now >= trialEnds else { return .wait(until: trialEnds) }
            closeTrial()
        }
        if let verdict { return .done(verdict) }
        begun += 1
        trialEnds = now + Self.trialMilliseconds
        witnessOfTrial = nil
        return .send(trial: begun - 1)
    }

    private mutating func closeTrial() {
        if deaf.count == targets.count {
            doubt = doubt ?? .noCarrier(Set(deaf.values).sorted())
        }
        if witnesses.isEmpty { doubt = doubt ?? .noWitness }
        if let witnessOfTrial {
            silentTrials += 1
            witness = witnessOfTrial
        }
        if let doubt {
            verdict = .cannotTell(doubt)
        } else if silentTrials == trials, let witness {
            verdict = .dead(silent: targets.filter { deaf[$0] == nil }, witness: witness)
        } else if begun >= (silentTrials == 0 ? trials : 2 * trials) {
            verdict = .cannotTell(.witnessSilent(witnesses))
        }
    }

    /// For a person who waits; asked for when a trial begins.
    public var progress: String {
        let addresses = targets.count == 1 ? "1 address" : "\(targets.count) addresses"
        let missed = begun - 1 - silentTrials
        let again = missed > 0 ? " (\(missed) without a witness made again)" : ""
        let begin = "dead check, trial \(silentTrials + 1) of \(trials)\(again): "
        return begin + (begun == 1 ? "asking \(addresses)" : "\(addresses) silent so far")
    }
}
