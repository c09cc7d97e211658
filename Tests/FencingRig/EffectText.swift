import ClusterModel
import FencingCore

/// An effect as one line of a scenario or transcript: what is to be done and what happened, never the wording of logs.
package enum EffectText {
    /// Nil for the note of a closed request: the answer beside it says the same.
    package static func line(_ effect: FencingEffect) -> String? {
        switch effect {
        case .persist(let order): "persist #\(order.id.number) \(order.device)"
        case .begin(let order): begin(order)
        case .withdraw(let id, let outcome): "withdraw #\(id.number): \(self.outcome(outcome))"
        case .abort(let id): "abort #\(id.number)"
        case .answer(let record): answer(record)
        case .conflict(let id): "conflict \(id)"
        case .nothingToConfirm(let node): "nothing-to-confirm \(node)"
        case .nothingToCancel(let id): "nothing-to-cancel \(id)"
        case .examined(let number, let outcome): "examined \(number): \(self.outcome(outcome))"
        case .note(let fact): note(fact)
        }
    }

    /// Seconds of the made-up clock: `43.250`.
    package static func time(_ moment: Instant) -> String { seconds(moment.milliseconds) }

    package static func seconds(_ milliseconds: Int64) -> String {
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    private static func begin(_ order: ActionOrder) -> String {
        let plug = order.plug.map { " plug \($0)" } ?? ""
        let target = (order.target.map { " \($0)" } ?? "") + plug
        let leaves = order.leavesOff ? ", leaves it off" : ""
        return "begin #\(order.id.number) \(order.device): \(order.action.name)\(target)"
            + " until \(time(order.deadline))\(leaves)"
    }

    package static func verdict(_ verdict: FencingVerdict) -> String {
        var words = [verdict.outcome.rawValue]
        if let cause = verdict.cause { words.append(cause.rawValue) }
        if verdict.evidence > .none { words.append(verdict.evidence.word) }
        if let level = verdict.level { words.append("level \(level) (\(verdict.devices.joined(separator: ", ")))") }
        if let confirmation = verdict.confirmation { words.append("confirmed by \(confirmation.who)") }
        return words.joined(separator: " ") + verdict.remarks.map { "\n    remark: \($0)" }.joined()
    }

    private static func answer(_ record: FencingRecord) -> String {
        "answer \(record.request.id): " + (record.verdict.map(verdict) ?? "nothing")
    }

    private static func outcome(_ outcome: AgentOutcome) -> String {
        outcome.code.word + (outcome.cause.map { " \($0)" } ?? "")
    }

    private static func note(_ fact: FencingFact) -> String? {
        guard let text = text(fact.kind) else { return nil }
        let requests = fact.requests.isEmpty ? "" : " [" + fact.requests.map(\.description).joined(separator: " ") + "]"
        return "note" + (fact.target.map { " \($0)" } ?? "") + requests + ": " + text
    }

    private static func text(_ kind: FencingFact.Kind) -> String? {
        switch kind {
        case .accepted(let request): "accepted \(request.action.name)"
        case .joined(_, let with): "joined \(with)"
        case .queued: "queued"
        case .awaitsLists(let devices): "waits for the lists of \(devices.joined(separator: ", "))"
        case .delayed(let span): "delayed \(seconds(span))"
        case .levelBegan(let number, let count, let devices):
            "level \(number) of \(count) began: \(devices.joined(separator: ", "))"
        case .levelFailed(let number, let device, _, let isLast):
            "level \(number) failed by \(device)" + (isLast ? ", the last" : "")
        case .actionBegan(let step): "\(step.device) runs as \(step.pid)"
        case .notDurable(let device): "\(device) begins, and the journal does not know"
        case .repeated(let device, let action): "\(device) was lost and is used again: \(action.name)"
        case .retried(let device, let action, let attempt): "\(device) tries again: \(action.name), try \(attempt)"
        case .resumed(let level): "goes on" + (level.map { " at level \($0)" } ?? "")
        case .held(let text): "held: \(text.prefix { $0 != ";" })"
        case .released(let by): "released by \(by)"
        case .actionEnded(let step): "\(step.device) ended: \(self.step(step))"
        case .lateSuccess(let step): "\(step.device) succeeded late"
        case .operatorNeeded(let level, let device, let until):
            "a person is asked, level \(level), \(device), until \(time(until))"
        case .confirmed(let confirmation): "confirmed by \(confirmation.who)"
        case .closed: nil
        }
    }

    /// `reset ok read-back`
    package static func step(_ step: FencingRecord.Step) -> String {
        var words = [step.action.name]
        if let plug = step.plug { words.append("plug \(plug)") }
        if step.attempt > 1 { words.append("try \(step.attempt)") }
        words.append(step.code?.word ?? "at work")
        if step.evidence > .none { words.append(step.evidence.word) }
        return words.joined(separator: " ")
    }
}
