import CStonithPlugin
import PluginKit

/// What came of an action that was carried out.
public struct PowerOutcome: Equatable, Sendable {
    public var evidence: stonith_evidence
    public var text: String
    public var identity: String?
    public var life: [String] = []
    public var warnings: [String] = []

    public init(_ evidence: stonith_evidence, _ text: String = "") {
        self.evidence = evidence
        self.text = text
    }

    static func offButNotOn(_ reason: String) -> PowerOutcome {
        var outcome = PowerOutcome(STONITH_EVIDENCE_READ_BACK, "It was read back off.")
        outcome.warnings.append("it could not be powered on again: \(reason)")
        return outcome
    }

    private static func leftOff() -> PowerOutcome {
        var outcome = PowerOutcome(STONITH_EVIDENCE_READ_BACK, "It was read back off.")
        outcome.warnings.append("cancelled: it is left off")
        return outcome
    }

    /// The last word when the work ends with an error, or is given up: nothing is sent any more, and a command that is
    /// out is not forgotten: whatever the error is about, it is no answer to that, which would have settled it. A
    /// node that was proven off is fenced whatever failed after that.
    public static func verdict(
        _ error: HypervisorError, _ gate: CommandGate, _ settings: Settings, _ domain: FencedDomain?
    ) throws(HypervisorError) -> PowerOutcome {
        switch gate.close() {
        case .provenOff: return error.cause == .cancelled ? leftOff() : offButNotOn(error.text(settings))
        case .command:
            throw HypervisorError(.noAnswerToCommand, error.detail, domain: domain?.domain)
        case .nothing:
            var error = error
            error.domain = error.domain ?? domain?.domain
            throw error
        }
    }
}
