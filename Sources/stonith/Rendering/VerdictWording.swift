import ClusterModel

/// How a request ended, in words: the sentence, and what to do next.
struct VerdictWording {
    private let node: NodeName
    private let action: AgentAction
    private let verdict: FencingVerdict?
    private let milliseconds: Int64?

    init(_ record: FencingRecord) {
        node = record.request.target
        action = record.request.action
        verdict = record.verdict
        milliseconds = record.milliseconds
    }

    var sentence: String {
        guard let verdict else { return "\(node): no outcome yet" }
        let text = verdict.text.isEmpty ? (verdict.cause?.rawValue ?? "no reason was given") : verdict.text
        let span = milliseconds.map { " (\(Span($0)))" } ?? ""
        return "\(beginning(verdict.outcome)): \(text)\(span)"
    }

    private var wish: String { action == .on ? "powered on" : "fenced" }

    private func beginning(_ outcome: FencingVerdict.Outcome) -> String {
        switch outcome {
        case .fenced: "\(node) is fenced"
        case .poweredOn: "\(node) is powered on"
        case .failed: "\(node) is NOT \(wish)"
        case .held: "\(node) is NOT \(wish), it is held"
        case .unknown: "UNKNOWN whether \(node) is \(wish)"
        case .refused: "\(node) is NOT \(wish), refused"
        }
    }

    /// What to do next, line by line; none after a success, or where the sentence says it.
    var advice: [String] {
        guard let verdict else { return [] }
        switch verdict.outcome {
        case .fenced, .poweredOn: return []
        case .unknown: return ["a command left and nobody knows what came of it: look at \(node) yourself"] + byHand
        case .held:
            let one = verdict.cause == .loop ? " \(node)" : ""
            return ["when you know why: stonith release\(one), then ask again; stonith history shows what was fenced"]
                + byHand
        case .failed: return adviceOnFailure(verdict.cause)
        case .refused: return adviceOnRefusal(verdict.cause)
        }
    }

    private func adviceOnFailure(_ cause: FencingVerdict.Cause?) -> [String] {
        switch cause {
        case .cancelled: []
        case .stopping: ["once stonithd runs again: stonith fence \(node)"]
        case .timeUp: ["stonith history \(node) shows every step; more time: --timeout SECONDS"] + byHand
        case .abandoned: ["ask again: stonith fence \(node)"] + byHand
        case .levelsFailed, .ownNode, .noSuchNode, .expired, .sameID, .tooMany, .storm, .loop, nil:
            ["stonith history \(node) shows every step"] + byHand
        }
    }

    private func adviceOnRefusal(_ cause: FencingVerdict.Cause?) -> [String] {
        switch cause {
        case .sameID: ["leave --id out, or choose another id"]
        case .tooMany: ["stonith status shows the open requests, and stonith cancel ID ends one"]
        case .expired, .stopping: ["ask again"]
        case .levelsFailed, .timeUp, .cancelled, .ownNode, .noSuchNode, .abandoned, .storm, .loop, nil: []
        }
    }

    private var byHand: [String] {
        guard action != .on else { return [] }
        return ["if you power \(node) off by hand, say so afterwards: stonith confirm \(node) --no-request"]
    }
}
