import ClusterModel
import Control

/// `stonith history`: what was fenced, by whom and why; for one node with every step.
struct HistoryTask: VerbTask {
    let node: NodeName?
    let limit: Int64?
    /// Whose console is wanted, instead of the list.
    let console: RequestID?

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        node = try arguments.optionalNode()
        limit = try arguments.number("limit", in: 1...ControlLimits.historyEntriesMax, "a count of requests")
        if let id = arguments.value("console") {
            console = try VerbArguments.requestID(id)
            guard node == nil, limit == nil else {
                throw VerbArguments.Misuse(text: "--console takes the id of a request, and no node or --limit")
            }
        } else {
            console = nil
        }
    }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        if let console { return try show(console, session) }
        guard case .history(let records) = try session.ask(.history(node: node, limit: limit)) else {
            throw .badAnswer("no history")
        }
        guard !session.asJSON else { return ExitStatus.done.rawValue }
        let ink = Ink(isOn: Terminal.answersAreColoured)
        let history = HistoryTable(records, showsSteps: node != nil, ink)
        session.terminal.answer(records.isEmpty ? empty : history.text)
        return ExitStatus.done.rawValue
    }

    private func show(_ id: RequestID, _ session: VerbSession) throws(DaemonError) -> Int32 {
        let body = try session.ask(.console(id))
        guard case .console(let report) = body else { throw .badAnswer("no console") }
        if session.asJSON {
            session.show(.reply(ControlReply(body)))
        } else {
            let lines = report.text.split(separator: "\n", omittingEmptySubsequences: false)
            session.terminal.answer(lines.map { Terminal.plain(String($0)) }.joined(separator: "\n"))
        }
        return ExitStatus.done.rawValue
    }

    private var empty: String { node.map { "nothing is known of \($0)\n" } ?? "nothing was fenced yet\n" }
}
