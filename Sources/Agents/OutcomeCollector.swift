import ClusterModel
import Wire

/// Gathers what `stonith-exec` reports of one action into its outcome.
///
/// The one rule that matters stands in `finish`: only a process that returned a code itself can have succeeded, and
/// only with evidence when power was to change. Everything else is a failure or unknown. The word of a person is an
/// authority and no grade of evidence: a device that asks one succeeds without any, and can claim none.
public struct OutcomeCollector: Sendable {
    /// Whose result it is.
    public enum Program: Sendable, Equatable {
        /// A plugin, which says itself what came of the action.
        case plugin
        /// An external script: its exit status and output are its result.
        case script
        /// The same of an RHCS agent.
        case agent(RHCSRequest)
    }

    private let action: AgentAction
    private let program: Program
    private let isPerson: Bool
    private var outcome = AgentOutcome(code: .oops)

    /// Enough for any device; what a plugin says beyond it is dropped.
    private static let listMax = 4096

    /// - Parameters:
    ///   - kind: the device's, as its agent says.
    public init(
        action: AgentAction, kind: DeviceKind = .power(evidenceMax: .readBack), program: Program = .plugin
    ) {
        self.action = action
        self.program = program
        isPerson = kind == .person
    }

    public mutating func hear(_ saying: ExecReply.Saying, _ text: String) {
        switch saying {
        case .text: outcome.text = text
        case .cause: outcome.cause = text
        case .identity: outcome.identity = text
        case .hint: if let hint = Self.hint(text) { outcome.hints.append(hint) }
        case .host: if outcome.hosts.count < Self.listMax { outcome.hosts.append(text) }
        case .warning: if outcome.warnings.count < Self.listMax { outcome.warnings.append(text) }
        case .life: if outcome.life.count < Self.listMax { outcome.life.append(text) }
        case .progress: break
        }
    }

    public consuming func finish(_ result: ExecReply.Result) -> AgentOutcome {
        switch program {
        case .plugin: break
        case .script: return ExternalScript.outcome(of: action, result)
        case .agent(let request): return request.outcome(result)
        }
        outcome.outputTail = result.outputTail
        switch result.ending {
        case .returned: judge(code: result.code, evidence: result.evidence)
        case .exited(let status): fail(.oops, "exited", "the plugin ended with status \(status) before it had a result")
        case .signal(let signal): fail(.oops, "crashed", "the plugin crashed (signal \(signal))")
        case .deadline: fail(.timeout, "deadline", "the plugin did not end in time and was killed")
        case .cancelled: fail(.oops, "cancelled", "the action was cancelled, and the plugin killed")
        case .notBegun(let errno): fail(.oops, "not-begun", "no process could be started for it (errno \(errno))")
        }
        return outcome
    }

    private mutating func judge(code: UInt32, evidence: UInt32) {
        guard let code = OperationCode(rawValue: code) else {
            return fail(.oops, "bad-reply", "the plugin returned \(Int32(bitPattern: code)), which is no code")
        }
        guard let evidence = Evidence(rawValue: evidence) else {
            return fail(.oops, "bad-reply", "the plugin gave \(evidence) as evidence, which is none")
        }
        outcome.code = code
        outcome.evidence = code == .ok && !isPerson ? evidence : .none
        if code == .ok, action.changesPower, evidence == .none, !isPerson {
            fail(.oops, "no-evidence", "the plugin reported success without evidence, so it does not count")
        }
    }

    /// Whatever a command did before its agent broke, nobody knows: an action that changes power and broke off midway
    /// is never taken for one that did nothing. It keeps a failure's code, and its cause says why.
    private mutating func fail(_ code: OperationCode, _ cause: String, _ text: String) {
        outcome.code = code
        outcome.evidence = .none
        outcome.cause = cause
        outcome.text = outcome.text.isEmpty ? text : "\(text); its last words: \(outcome.text)"
    }

    private static func hint(_ text: String) -> AgentOutcome.Hint? {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), sign != text.startIndex else { return nil }
        return AgentOutcome.Hint(name: String(text[..<sign]), value: String(text[text.utf8.index(after: sign)...]))
    }
}
