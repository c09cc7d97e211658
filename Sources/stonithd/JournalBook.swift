import ClusterModel
import ConsoleCore
import Control
import FencingCore
import Wire

/// The entries of the journal: what happened, as a daemon that starts again reads it (JournalReading) and as people see
/// it (`stonith journal show`).
struct JournalBook {
    /// This run of the daemon; numbers of actions and tokens are its own.
    let run: String
    /// Of the machine.
    let boot: String

    func body(_ kind: String) -> JSONLine {
        var line = JSONLine()
        line.add("kind", kind)
        line.add("run", run)
        return line
    }

    func start(node: NodeName, pid: Int32, configuration: String) -> JSONLine {
        var line = body("start")
        line.add("node", node.description)
        line.add("release", Release.number)
        line.add("pid", Int64(pid))
        line.add("boot", boot)
        line.add("config", configuration)
        return line
    }

    /// Which configuration is in force from now on, or still is.
    func configuration(_ configuration: String) -> JSONLine {
        var line = body("configuration")
        line.add("boot", boot)
        line.add("config", configuration)
        return line
    }

    /// Nil for what the journal does not keep: the order to begin and its end have entries of their own.
    func entry(_ fact: FencingFact, at now: Instant, unixMilliseconds: Int64) -> JSONLine? {
        switch fact.kind {
        case .accepted(let request): return accepted(request, at: now, unixMilliseconds: unixMilliseconds)
        case .levelBegan(let number, let count, let devices):
            var line = about(fact, "level")
            line.add("level", Int64(number))
            line.add("levels", Int64(count))
            line.add("devices", devices)
            return line
        case .levelFailed(let number, let device, let text, _):
            var line = about(fact, "level-failed")
            line.add("level", Int64(number))
            line.add("device", device)
            line.add("text", text)
            return line
        case .operatorNeeded(let level, let device, _):
            var line = about(fact, "person")
            line.add("level", Int64(level))
            line.add("device", device)
            return line
        case .confirmed(let confirmation): return confirmed(fact, confirmation)
        case .closed(let record):
            var line = body("closed")
            line.add("record", Self.fitting(record).json)
            return line
        case .held(let text): return worded(fact, "held", "text", text)
        case .released(let by): return worded(fact, "released", "by", by)
        case .joined, .queued, .awaitsLists, .delayed, .actionBegan, .actionEnded, .notDurable, .repeated, .retried,
            .resumed,
            .lateSuccess:
            return nil
        }
    }

    /// Half of what one entry may have.
    private static let recordBytesMax = 512 * 1024

    /// An end that does not fit would be no end: the request would count as open after a restart. Its steps stand in
    /// entries of their own.
    private static func fitting(_ record: FencingRecord) -> FencingRecord {
        guard record.json.bytes.count > recordBytesMax else { return record }
        var short = record
        short.steps = []
        guard short.json.bytes.count > recordBytesMax else { return short }
        short.verdict?.text = "what was said is too long for one entry: see those of its levels"
        short.verdict?.remarks = []
        return short
    }

    private func about(_ fact: FencingFact, _ kind: String) -> JSONLine {
        var line = body(kind)
        line.add("requests", fact.requests.map(\.description))
        line.add("target", fact.target?.description)
        return line
    }

    private func worded(_ fact: FencingFact, _ kind: String, _ name: String, _ text: String) -> JSONLine {
        var line = about(fact, kind)
        line.add(name, text)
        return line
    }

    private func confirmed(_ fact: FencingFact, _ confirmation: Confirmation) -> JSONLine {
        var line = about(fact, "confirmed")
        line.add("user", confirmation.user)
        line.add("terminal", confirmation.terminal)
        line.add("manner", confirmation.manner.rawValue)
        line.add("life", confirmation.life)
        return line
    }

    private func accepted(_ request: FencingRequest, at now: Instant, unixMilliseconds: Int64) -> JSONLine {
        var line = body("request")
        line.add("id", request.id.description)
        line.add("target", request.target.description)
        line.add("action", request.action.name)
        line.add("minimum_evidence", request.minimumEvidence.word)
        line.add("deadline_ms", request.deadline.milliseconds)
        line.add("at_ms", now.milliseconds)
        line.add("unix_ms", unixMilliseconds)
        line.add("self", request.allowsSelf)
        line.add("client", request.client)
        line.add("reason", request.reason)
        if let peer = request.peer { line.add("peer", Self.peer(peer)) }
        return line
    }

    private static func peer(_ peer: FencingRequest.Peer) -> JSONLine {
        var line = JSONLine()
        line.add("pid", Int64(peer.pid))
        line.add("uid", Int64(peer.uid))
        line.add("gid", Int64(peer.gid))
        return line
    }

    /// The last of what the node said; all of it is in a file of its own.
    func console(_ console: FencingRecord.Console, of node: NodeName, _ text: String) -> JSONLine {
        var line = body("console")
        line.add("requests", [console.kept.description])
        line.add("target", node.description)
        line.add("device", console.device)
        line.add("before", Int64(console.bytesBefore))
        line.add("during", Int64(console.bytesDuring))
        line.add("text", ConsoleExcerpt.last(Array(text.utf8), bytesMax: Self.consoleBytesMax))
        return line
    }

    private static let consoleBytesMax = 2048

    /// - Parameter steps: what would unblock it.
    func blocked(_ node: NodeName, by request: RequestID, _ steps: [String]) -> JSONLine {
        var line = body("blocked")
        line.add("requests", [request.description])
        line.add("target", node.description)
        line.add("text", steps.joined(separator: "; "))
        return line
    }

    func wellAgain(_ device: String, _ targets: [NodeName]) -> JSONLine {
        var line = body("well-again")
        line.add("device", device)
        line.add("targets", targets.map(\.description))
        return line
    }

    /// Before the action begins.
    func begin(
        _ order: ActionOrder, _ step: FencingRecord.Step, requests: [RequestID], at now: Instant
    ) -> JSONLine {
        var line = action("begin", order, requests)
        line.add("type", step.type)
        line.add("level", Int64(step.level))
        line.add("deadline_ms", order.deadline.milliseconds)
        line.add("leaves_off", order.leavesOff)
        line.add("at_ms", now.milliseconds)
        return line
    }

    private func action(_ kind: String, _ order: ActionOrder, _ requests: [RequestID]) -> JSONLine {
        var line = body(kind)
        line.add("action_id", Int64(clamping: order.id.number))
        line.add("requests", requests.map(\.description))
        line.add("target", order.target?.description)
        line.add("device", order.device)
        if let plug = order.plug { line.add("plug", plug) }
        line.add("action", order.action.name)
        if order.attempt > 1 { line.add("attempt", Int64(order.attempt)) }
        return line
    }

    /// - Parameter outcome: with the secrets taken out.
    func end(_ order: ActionOrder, _ outcome: AgentOutcome, began: Instant, at now: Instant) -> JSONLine {
        var line = action("end", order, [])
        line.add("code", outcome.code.word)
        line.add("evidence", outcome.evidence.word)
        line.add("cause", outcome.cause)
        line.add("text", outcome.text)
        line.add("tail", outcome.outputTail)
        line.add("ms", now.milliseconds(since: began))
        line.add("at_ms", now.milliseconds)
        return line
    }
}
