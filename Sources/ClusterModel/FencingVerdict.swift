/// How a request ended.
public struct FencingVerdict: Sendable, Equatable {
    public enum Outcome: String, Sendable, CaseIterable {
        /// The target is down, or was down and is starting again.
        case fenced
        /// The target's power was read back on, or its device accepted the command to power it on.
        case poweredOn = "powered-on"
        case failed
        case held
        /// A command left and nobody knows what came of it. Never to be read as fenced.
        case unknown
        /// Nothing was tried.
        case refused
    }

    /// Why it was not a success, as one stable word.
    public enum Cause: String, Sendable, CaseIterable {
        /// Every level failed.
        case levelsFailed = "levels-failed"
        /// The budget was used up before a level succeeded.
        case timeUp = "time-up"
        case cancelled
        /// The own node, without `self`.
        case ownNode = "own-node"
        /// No device controls such a node.
        case noSuchNode = "no-such-node"
        /// The request came after its own deadline.
        case expired
        /// Another request has the same id and asks for something else.
        case sameID = "same-id"
        case tooMany = "too-many"
        /// The daemon ends.
        case stopping
        /// The daemon before this one was lost, and what it left open must not be carried out any more.
        case abandoned
        /// Too many nodes were fenced lately.
        case storm
        /// The node was fenced too often lately.
        case loop
    }

    public var outcome: Outcome
    public var cause: Cause?
    public var evidence: Evidence
    /// The person on whose word it rests.
    public var confirmation: Confirmation?
    /// The level that decided, counted from 1, and its devices.
    public var level: Int?
    public var devices: [String]
    /// These devices only cut the target off or let it in again: no power was switched.
    public var isAccessOnly: Bool
    /// What happened, in a sentence for an operator.
    public var text: String
    /// What an operator should know besides, such as a node that could not be powered on again.
    public var remarks: [String]

    public init(_ outcome: Outcome, cause: Cause? = nil, evidence: Evidence = .none, text: String) {
        self.outcome = outcome
        self.cause = cause
        self.evidence = evidence
        confirmation = nil
        level = nil
        devices = []
        isAccessOnly = false
        self.text = text
        remarks = []
    }

    public var isSuccess: Bool { outcome == .fenced || outcome == .poweredOn }
}
