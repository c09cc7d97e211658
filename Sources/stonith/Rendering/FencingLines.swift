import ClusterModel
import Control

/// One event in plain lines for a person: one, but for an operator's duties and for the end.
enum FencingLines {
    static func lines(of event: FencingEvent) -> [String] {
        switch event.body {
        case .accepted(let action, _, let reason):
            ["\(action.name) \(event.node) (id \(event.id), \(Span.left(event.leftMilliseconds)))" + because(reason)]
        case .joined(let id): ["joined request \(id), which asks for the same"]
        case .queued: ["waits: something else is being done to \(event.node) first"]
        case .delayed(let milliseconds): ["waits \(Span(milliseconds)) before the first step, as configured"]
        case .level(let level, let levels, let devices):
            ["level \(level) of \(levels): \(devices.joined(separator: ", "))"]
        case .began(let step): ["  " + began(step)]
        case .progress(let device, let text): ["  \(device): \(text)"]
        case .ended(let step): ["  \(step.device): \(ended(step))"]
        case .person(_, let device): duties(event.node, device).map { "  " + $0 }
        case .confirmed(let confirmation): ["  " + confirmed(confirmation)]
        case .done(let record): [VerdictWording(record).sentence] + remarks(record)
        }
    }

    private static func because(_ reason: String) -> String { reason.isEmpty ? "" : ": \(reason)" }

    private static func remarks(_ record: FencingRecord) -> [String] { record.verdict?.remarks ?? [] }

    static func began(_ step: FencingRecord.Step) -> String {
        let pid = step.pid > 0 ? ", pid \(step.pid)" : ""
        let plug = step.plug.map { ", plug \($0)" } ?? ""
        let attempt = step.attempt > 1 ? ", try \(step.attempt)" : ""
        return "\(step.action.name) by \(step.device) (\(step.type)\(pid)\(plug)\(attempt))"
    }

    /// `failed after 3.1 s: silent: no answer from 192.168.1.1`.
    static func ended(_ step: FencingRecord.Step) -> String {
        let span = step.milliseconds.map { " after \(Span($0))" } ?? ""
        guard let code = step.code else { return "is at work" }
        switch code {
        case .ok:
            return "succeeded\(span), \(step.evidence.words)" + (step.text.isEmpty ? "" : ": \(step.text)")
        case .unknown: return "UNKNOWN what came of it\(span): \(why(step, code))"
        case .badConfig, .access, .invalid, .badHost, .resetFail, .timeout, .isOff, .oops:
            return "failed\(span): \(why(step, code))"
        }
    }

    private static func why(_ step: FencingRecord.Step, _ code: OperationCode) -> String {
        let word = step.cause ?? code.word
        return step.text.isEmpty ? word : "\(word): \(step.text)"
    }

    /// What an operator is asked to do.
    static func duties(_ node: NodeName, _ device: String) -> [String] {
        [
            "a person must act (\(device)): power \(node) off by hand, see that it is off,",
            "and only then say so: meatclient -c \(node)   or: stonith confirm \(node)",
        ]
    }

    static func confirmed(_ confirmation: Confirmation) -> String {
        let manner =
            switch confirmation.manner {
            case .answered: "answered yes"
            case .typed: "typed its name"
            case .forced: "forced"
            }
        let life = confirmation.life.isEmpty ? "" : ", although \(confirmation.life.joined(separator: ", "))"
        return "\(confirmation.who) confirmed that it is down (\(manner)\(life))"
    }
}
