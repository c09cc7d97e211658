import ClusterModel
import FencingCore
import FencingRig

/// What the core shows of itself.
enum ScenarioStatus {
    /// `pm01 fencing [r1 r2], busy stonith1-1, wakes at 43.000`
    static func summary(_ core: FencingCore?) -> String {
        guard let core else { return "nothing yet" }
        var words: [String] = []
        for status in core.targetStatuses() where status.state != .idle { words.append(text(status, core)) }
        let busy = core.setup.devices.map(\.id).filter { core.isBusy(device: $0) }
        if !busy.isEmpty { words.append("busy " + busy.joined(separator: " ")) }
        if let deadline = core.deadline { words.append("wakes at \(EffectText.time(deadline))") }
        return words.isEmpty ? "idle" : words.joined(separator: ", ")
    }

    private static func text(_ status: FencingTargetStatus, _ core: FencingCore) -> String {
        let open = core.openRecords().map(\.request).filter { $0.target == status.node }.map(\.id.description)
        let ids = open.count > 5 ? open.prefix(2) + ["…", "\(open.count) in all"] : open[...]
        return "\(status.node) \(word(status.state))" + (open.isEmpty ? "" : " [\(ids.joined(separator: " "))]")
    }

    private static func word(_ state: FencingTargetStatus.State) -> String {
        switch state {
        case .idle: "idle"
        case .fencing: "fencing"
        case .waitingForPerson: "waits for a person"
        case .blocked: "blocked"
        }
    }

    /// Every target with its levels, and every request with what was done for it.
    static func lines(_ core: FencingCore) -> [String] {
        let targets = core.targetStatuses().map { status in
            let levels = status.levels.map { "\($0.number) " + $0.devices.map(\.id).joined(separator: "+") }
            let last = status.last?.verdict.map { ", last " + $0.outcome.rawValue } ?? ""
            return "\(status.node): \(word(status.state))\(last); levels " + levels.joined(separator: ", ")
        }
        return targets + core.openRecords().flatMap(record) + core.closedRecords.flatMap(record)
    }

    private static func record(_ record: FencingRecord) -> [String] {
        let outcome = record.verdict.map {
            "\($0.outcome.rawValue) after \(EffectText.seconds(record.milliseconds ?? 0))"
        }
        let head = "\(record.request.id): \(record.request.action.name) \(record.request.target), \(outcome ?? "open")"
        return [head]
            + record.steps.map { step in
                "    level \(step.level) \(step.device) at \(EffectText.seconds(max(0, step.startMilliseconds))): "
                    + EffectText.step(step)
            }
    }
}
