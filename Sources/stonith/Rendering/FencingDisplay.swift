import ClusterModel
import Control

/// What `stonith fence` shows while it waits, and at the end.
final class FencingDisplay {
    private enum Form {
        /// `--json`: the end only, or every event.
        case json(everything: Bool)
        case lines
        /// On a terminal that can be coloured: a block that is drawn anew.
        case live(LiveView)
    }

    private let session: VerbSession
    private let form: Form

    init(_ session: VerbSession, _ order: FenceOrder, showsEvents: Bool) {
        self.session = session
        if session.asJSON {
            form = .json(everything: showsEvents)
        } else {
            form = Terminal.canRedraw ? .live(LiveView(EscalationPicture(order), session.terminal)) : .lines
        }
    }

    /// A live view counts down.
    var tickMilliseconds: Int64? { if case .live = form { 1000 } else { nil } }

    func show(_ progress: FenceCall.Progress) {
        switch progress {
        case .event(let event): show(event)
        case .lost(let error):
            session.terminal.message(.warning, "\(error.text); it is tried again")
            startAnew()
        case .connectedAgain:
            session.terminal.message(.info, "connected again")
            startAnew()
        case .tick: if case .live(let view) = form { view.draw() }
        }
    }

    private func startAnew() { if case .live(let view) = form { view.startAnew() } }

    private func show(_ event: FencingEvent) {
        switch form {
        case .json(let everything): if everything { session.show(.event(event)) }
        case .lines:
            for line in FencingLines.lines(of: event) { session.terminal.error(Terminal.plain(line) + "\n") }
        case .live(let view): view.take(event)
        }
    }

    /// Remarks first, so that the verdict stands where it is seen.
    func finish(_ record: FencingRecord) {
        if case .live(let view) = form { view.finish() }
        if case .json = form {
            session.show(.event(Self.end(record)))
            return
        }
        for remark in record.verdict?.remarks ?? [] { session.terminal.message(.warning, remark) }
        let wording = VerdictWording(record)
        let ink = Ink(isOn: Terminal.answersAreColoured)
        let colour: Ink.Colour = record.verdict?.isSuccess == true ? .green : .red
        session.terminal.answer(ink(Terminal.plain(wording.sentence), colour) + "\n")
        for line in wording.advice { session.terminal.message(.info, line) }
    }

    /// `done`, as the daemon said it.
    private static func end(_ record: FencingRecord) -> FencingEvent {
        FencingEvent(
            id: record.request.id, node: record.request.target,
            unixMilliseconds: record.arrivedUnixMilliseconds + (record.milliseconds ?? 0),
            leftMilliseconds: max(0, record.request.deadline.milliseconds(since: .now())), .done(record))
    }
}
