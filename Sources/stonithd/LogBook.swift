import ClusterModel
import FencingCore
import Runtime

/// Says what happened in the words of the field: stonithd of Pacemaker 1.0, and pm_logconv's for people.
struct LogBook {
    let node: NodeName
    let pid: Int32
    /// The type of a configured device.
    let type: (String) -> String

    func lines(_ fact: FencingFact) -> [LogLine] {
        let target = fact.target?.description ?? ""
        switch fact.kind {
        case .accepted(let request): return [accepted(request)]
        case .joined(let id, let other): return [LogLine(.info, "request \(id) for \(target) joins \(other)")]
        case .queued(let id): return [LogLine(.info, "request \(id) waits until \(target) is done with")]
        case .awaitsLists(let devices):
            let names = devices.joined(separator: ", ")
            return [LogLine(.info, "no device is known to control \(target): waiting for the lists of \(names)")]
        case .delayed(let milliseconds):
            return [LogLine(.info, "fencing of \(target) is delayed by \(milliseconds) ms")]
        case .levelBegan(let number, let count, let devices):
            let names = devices.joined(separator: ", ")
            return [LogLine(.info, "level \(number) of \(count) for \(target): \(names)")]
        case .actionBegan(let step):
            return [attempt(Self.name(target, step), step.device, step.type, step.action, step.pid)]
        case .notDurable(let device):
            let text = "\(device) begins for \(target) although the journal cannot be written now"
            return [LogLine(.warning, text)]
        case .repeated(let device, let action):
            return [
                LogLine(
                    .warning,
                    "nobody knows what came of the agent of \(device): \(action.name) of \(target) is done again, "
                        + "possibly a second power cycle")
            ]
        case .retried(let device, let action, let attempt):
            return [LogLine(.info, "\(action.name) of \(target) by \(device) is tried again, try \(attempt)")]
        case .resumed: return [LogLine(.warning, "fencing of \(target) goes on where stonithd was lost")]
        case .held(let text): return [LogLine(.critical, "fencing of \(target) is held: \(text)")]
        case .released(let by):
            return [LogLine(.info, "\(by) released the hold\(target.isEmpty ? "" : " of \(target)")")]
        case .actionEnded(let step): return [ended(target, step)]
        case .levelFailed(_, let device, _, let isLast): return [failed(target, device, isLast: isLast)]
        case .operatorNeeded(_, let device, _): return asked(target, device)
        case .confirmed(let confirmation): return [confirmed(target, confirmation)]
        case .lateSuccess(let step): return [late(target, step)]
        case .closed(let record): return closed(target, record)
        }
    }

    /// Loud both times: whoever was woken by the first wants to know of the second.
    static func line(_ state: JournalState) -> LogLine {
        guard !state.isDurable else { return LogLine(.critical, "the journal is durable again") }
        return LogLine(.critical, "the journal is not durable: \(state.reason); fencing goes on")
    }

    private func accepted(_ request: FencingRequest) -> LogLine {
        let reason = request.reason.isEmpty ? "" : ", because: \(request.reason)"
        return LogLine(
            .info,
            "Client \(request.client) wants to fence (\(request.action.name)) \(request.target) using any device "
                + "(request \(request.id), at least \(request.minimumEvidence.word))\(reason)")
    }

    /// The number behind the two colons was a line of stonithd.c, and is fixed: tools look for digits there.
    private func attempt(
        _ target: String, _ device: String, _ type: String, _ action: AgentAction, _ pid: Int32
    ) -> LogLine {
        let word = Self.word(action)
        return LogLine(
            .info,
            "stonith_operate_locally::2713: sending fencing op \(word) for \(target) to \(device) (\(type)) "
                + "(pid=\(pid))",
            readable: "Try to STONITH (\(word)) the Node \(target) to \(device) (\(type)) (pid=\(pid))")
    }

    /// A node of several plugs is switched one plug after the other.
    private static func name(_ target: String, _ step: FencingRecord.Step) -> String {
        step.plug.map { "\(target) (plug \($0))" } ?? target
    }

    private func ended(_ target: String, _ step: FencingRecord.Step) -> LogLine {
        let target = Self.name(target, step)
        let time = "after \(step.milliseconds ?? 0) ms"
        let text = step.text.isEmpty ? "" : ": \(step.text)"
        guard step.code == .ok else {
            let word = step.cause ?? step.code?.word ?? ""
            return LogLine(
                .warning,
                "\(step.device) (\(step.type)): \(step.action.name) of \(target) failed \(time), \(word)\(text)")
        }
        let grade = step.evidence.word
        return LogLine(
            .info,
            "\(step.device) (\(step.type)): \(step.action.name) of \(target) OK \(time), evidence \(grade)\(text)")
    }

    /// Every failed device shows as exit code 5.
    private func failed(_ target: String, _ device: String, isLast: Bool) -> LogLine {
        let raw = isLast ? "" : ", gonna try the next local device"
        let readable = isLast ? "" : " Will try to use the next local device."
        return LogLine(
            .error, "failed to STONITH node \(target) with local device \(device) (exitcode 5)\(raw)",
            readable: "Failed to STONITH the Node \(target) with one local device (exitcode=5).\(readable)")
    }

    /// meatware's own two lines (cluster-glue 1.0.12, meatware.c).
    private func asked(_ target: String, _ device: String) -> [LogLine] {
        [
            attempt(target, device, type(device), .reset, pid),
            LogLine(.critical, "OPERATOR INTERVENTION REQUIRED to reset \(target)."),
            LogLine(.critical, "Run \"meatclient -c \(target)\" AFTER power-cycling the machine."),
        ]
    }

    private func confirmed(_ target: String, _ confirmation: Confirmation) -> LogLine {
        let life = confirmation.life.isEmpty ? "" : "; yet \(confirmation.life.joined(separator: ", "))"
        return LogLine(
            confirmation.life.isEmpty ? .info : .warning,
            "\(confirmation.who) confirmed that \(target) is down (\(confirmation.manner.rawValue))\(life)")
    }

    private func late(_ target: String, _ step: FencingRecord.Step) -> LogLine {
        LogLine(
            .warning,
            "\(step.device) (\(step.type)): \(step.action.name) of \(target) succeeded when nobody wanted it any more; "
                + "nothing follows from it")
    }

    private func closed(_ target: String, _ record: FencingRecord) -> [LogLine] {
        guard let verdict = record.verdict else { return [] }
        let word = Self.word(record.request.action)
        let remarks = verdict.remarks.map { LogLine(.warning, "fencing of \(target): \($0)") }
        switch verdict.outcome {
        case .fenced, .poweredOn:
            return remarks + [
                LogLine(
                    .info, "Succeeded to STONITH the node \(target): optype=\(word). whodoit: \(record.executor)",
                    readable: "Succeeded to STONITH (\(word)) the Node \(target) by Node \(record.executor).")
            ]
        case .failed, .held, .unknown:
            return [
                LogLine(.error, "fencing of \(target): \(verdict.outcome.rawValue): \(verdict.text)"),
                LogLine(
                    .error, "Failed to STONITH the node \(target): optype=\(word), op_result=\(Self.result(verdict))",
                    readable: "Failed to STONITH (\(word)) the Node \(target)."),
            ]
        case .refused:
            return [LogLine(.warning, "request \(record.request.id) to fence \(target) is refused: \(verdict.text)")]
        }
    }

    /// stonithd.c's names of operations and results.
    private static func word(_ action: AgentAction) -> String {
        switch action {
        case .reset: "RESET"
        case .off: "POWEROFF"
        case .on: "POWERON"
        case .status, .list, .probe, .identify: "QUERY"
        }
    }

    private static func result(_ verdict: FencingVerdict) -> String {
        switch verdict.cause {
        case .timeUp: "TIMEOUT"
        case .noSuchNode: "CANNOT"
        case .levelsFailed, .cancelled, .ownNode, .expired, .sameID, .tooMany, .stopping, .abandoned, .storm, .loop,
            nil:
            "GENERIC"
        }
    }
}
