import ClusterModel
import Wire

/// Says an outcome: as lines for a person, or as one JSON object.
struct OutcomeReport {
    let terminal: Terminal
    let asJSON: Bool
    let verbosity: Int

    func report(_ outcome: AgentOutcome, of action: AgentAction, on target: String, type: String, milliseconds: Int64) {
        for warning in outcome.warnings { terminal.message(.warning, warning) }
        if asJSON { terminal.answer(json(outcome, action, target, type, milliseconds)) }
        switch action {
        case .status, .probe: status(outcome, type)
        case .list: list(outcome, type)
        case .reset, .off, .on, .identify: power(outcome, action, target, type)
        }
        if verbosity > 0 { details(outcome) }
    }

    private func status(_ outcome: AgentOutcome, _ type: String) {
        if outcome.code == .ok { return terminal.message(.info, "\(type) device OK.") }
        terminal.message(.error, "\(type) device not accessible.")
        explain(outcome)
    }

    private func list(_ outcome: AgentOutcome, _ type: String) {
        guard outcome.code == .ok, !outcome.hosts.isEmpty else {
            terminal.message(.error, "Could not list hosts for \(type).")
            return explain(outcome)
        }
        if !asJSON { terminal.answer(outcome.hosts.map { "\($0)\n" }.joined()) }
    }

    private func power(_ outcome: AgentOutcome, _ action: AgentAction, _ target: String, _ type: String) {
        guard outcome.code == .ok else {
            terminal.message(.error, "\(type) \(action.name) \(target) FAILED (\(outcome.code.word)).")
            return explain(outcome)
        }
        let detail = outcome.text.isEmpty ? "" : " \(outcome.text)"
        terminal.message(.info, "\(type) \(action.name) \(target) OK (\(basis(outcome.evidence, action))).\(detail)")
    }

    private func basis(_ evidence: Evidence, _ action: AgentAction) -> String {
        // Nobody but a person is believed without evidence when power was to change.
        evidence == .none && action.changesPower ? "a person confirmed it" : evidence.words
    }

    private func explain(_ outcome: AgentOutcome) {
        if !outcome.text.isEmpty { terminal.message(.error, outcome.text) }
        let tail = outcome.outputTail.split(separator: "\n").suffix(10)
        for line in tail { terminal.message(.error, "  | \(line)") }
    }

    private func details(_ outcome: AgentOutcome) {
        if let identity = outcome.identity { terminal.message(.info, "identity: \(identity)") }
        for hint in outcome.hints { terminal.message(.info, "worth remembering: \(hint.name)=\(hint.value)") }
        if outcome.code == .ok {
            for line in outcome.outputTail.split(separator: "\n") { terminal.message(.info, "  | \(line)") }
        }
    }

    private func json(
        _ outcome: AgentOutcome, _ action: AgentAction, _ target: String, _ type: String, _ milliseconds: Int64
    ) -> String {
        var line = JSONLine()
        line.add("type", type)
        line.add("action", action.name)
        line.add("target", target.isEmpty ? nil : target)
        line.add("code", outcome.code.word)
        line.add("exit", Int64(outcome.code.exitStatus))
        line.add("cause", outcome.cause)
        line.add("evidence", outcome.evidence.word)
        line.add("text", outcome.text)
        line.add("identity", outcome.identity)
        line.add("hosts", outcome.hosts)
        line.add("hints", outcome.hints.map { "\($0.name)=\($0.value)" })
        line.add("warnings", outcome.warnings)
        line.add("output", outcome.outputTail)
        line.add("milliseconds", milliseconds)
        return line.text
    }
}
