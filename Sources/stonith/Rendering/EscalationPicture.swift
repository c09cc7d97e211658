import ClusterModel
import Control

/// One request as a few lines: how far its escalation is, what each device did or does, and the time left.
struct EscalationPicture {
    /// One action of one device.
    private struct Row {
        var step: FencingRecord.Step
        var began: Instant
        /// The last that it said.
        var note = ""
    }

    private let node: NodeName
    private var action: AgentAction?
    private var id: RequestID
    /// What goes on besides the steps: waiting, a person.
    private var remark = "asks stonithd"
    private var level = ""
    private var deadline: Instant?
    private var rows: [Row] = []
    private var duties: [String] = []

    init(_ order: FenceOrder) {
        node = order.node
        action = order.action
        id = order.id
    }

    mutating func take(_ event: FencingEvent, at now: Instant) {
        deadline = now.adding(milliseconds: event.leftMilliseconds)
        switch event.body {
        case .accepted(let action, _, _): (self.action, remark) = (action, "accepted")
        case .joined(let id): remark = "joined request \(id)"
        case .queued: remark = "waits for what is done to \(node) first"
        case .delayed(let milliseconds): remark = "waits \(Span(milliseconds)) as configured"
        case .level(let level, let levels, let devices):
            self.level = "level \(level) of \(levels): \(devices.joined(separator: ", "))"
            (remark, duties) = ("", [])
        case .began(let step): begin(step, at: now)
        case .progress(let device, let text):
            if let index = rows.lastIndex(where: { $0.step.device == device }) { rows[index].note = text }
        case .ended(let step): end(step, at: now)
        case .person(_, let device): duties = FencingLines.duties(node, device)
        case .confirmed(let confirmation): (remark, duties) = (FencingLines.confirmed(confirmation), [])
        case .done: finish()
        }
    }

    /// Only what was done stays.
    mutating func finish() { (level, remark, duties, deadline) = ("", "", [], nil) }

    private func place(_ step: FencingRecord.Step) -> Int? {
        rows.lastIndex { $0.step.code == nil && $0.step.device == step.device && $0.step.action == step.action }
    }

    private mutating func begin(_ step: FencingRecord.Step, at now: Instant) {
        if let index = place(step) { rows[index].step = step } else { rows.append(Row(step: step, began: now)) }
    }

    private mutating func end(_ step: FencingRecord.Step, at now: Instant) {
        if let index = place(step) { rows[index].step = step } else { rows.append(Row(step: step, began: now)) }
    }

    // MARK: Lines

    /// Without colours a line is plain text of one line.
    func lines(at now: Instant, _ ink: Ink) -> [String] {
        let end = duties.map { ink("  \(Terminal.plain($0))", .yellow) }
        return [headline(at: now, ink)] + rows.map { line($0, at: now, ink) } + end
    }

    private func headline(at now: Instant, _ ink: Ink) -> String {
        let wish = ink("\(action?.name ?? "fence") \(node)", .bold)
        let left = deadline.map { "\(Span.left($0.milliseconds(since: now))) left" }
        let parts = [level, remark].filter { !$0.isEmpty }.map(Terminal.plain) + (left.map { [$0] } ?? [])
        return ([wish] + parts).joined(separator: "  ")
    }

    private func line(_ row: Row, at now: Instant, _ ink: Ink) -> String {
        let other = row.step.action == action ? "" : "\(row.step.action.name) by "
        let begin = Terminal.plain("  \(other)\(row.step.device) (\(row.step.type))  ")
        guard let code = row.step.code else {
            let span = Span(now.milliseconds(since: row.began) / 1000 * 1000)
            let running = span.milliseconds > 0 ? "\(span) …" : "…"
            return begin + ink(Terminal.plain("\(running) \(row.note)"), .yellow)
        }
        let colour: Ink.Colour = code == .ok ? .green : .red
        return begin + ink(Terminal.plain(FencingLines.ended(row.step)), colour)
    }
}
