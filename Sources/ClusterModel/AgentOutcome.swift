/// The whole result of one action of one agent.
public struct AgentOutcome: Sendable, Equatable {
    public var code: OperationCode
    /// What a success rests on; `none` for every failure.
    public var evidence: Evidence
    /// The closing message: what failed, where, what to do next. Empty when the agent had nothing to say.
    public var text: String
    /// The fine cause as one stable word, such as `wrong-password`.
    public var cause: String?
    /// Who the device says it is.
    public var identity: String?
    /// To remember for the next action on this device, such as `cipher_suite` = `17`.
    public var hints: [Hint]
    /// The nodes the device controls, in the order it named them.
    public var hosts: [String]
    public var warnings: [String]
    /// What proves that the target lives, each in a few words, such as `its power is on`.
    public var life: [String]
    /// The last of what it wrote to its output.
    public var outputTail: String

    /// The cause of an outcome that was lost with the agent.
    public static let lostCause = "plugin-lost"

    /// The agent is gone, and nobody knows what came of its action: it may be carried out again.
    public var isLost: Bool { code == .unknown && cause == Self.lostCause }

    public struct Hint: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(code: OperationCode, evidence: Evidence = .none, text: String = "", cause: String? = nil) {
        self.code = code
        self.evidence = code == .ok ? evidence : .none
        self.text = text
        self.cause = cause
        identity = nil
        hints = []
        hosts = []
        warnings = []
        life = []
        outputTail = ""
    }

    /// Puts `•••` in the place of every secret in what the agent said: a script with `set -x` prints its environment.
    public mutating func redact(_ secrets: [Secret]) {
        for secret in secrets {
            text = secret.redacted(text)
            outputTail = secret.redacted(outputTail)
            warnings = warnings.map(secret.redacted)
            identity = identity.map(secret.redacted)
            hosts = hosts.map(secret.redacted)
            life = life.map(secret.redacted)
        }
    }
}
