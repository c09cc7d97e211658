import ClusterModel
import Control

/// `stonith history`: what was fenced, by whom and why; for one node with every step.
struct HistoryTask: VerbTask {
    let node: NodeName?
    let limit: Int64?

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        node = try arguments.optionalNode()
        limit = try arguments.number("limit", in: 1...ControlLimits.historyEntriesMax, "a count of requests")
    }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        guard case .history(let records) = try session.ask(.history(node: node, limit: limit)) else {
            throw .badAnswer("no history")
        }
        guard !session.asJSON else { return ExitStatus.done.rawValue }
        let ink = Ink(isOn: Terminal.answersAreColoured)
        let history = HistoryTable(records, showsSteps: node != nil, ink)
        session.terminal.answer(records.isEmpty ? empty : history.text)
        return ExitStatus.done.rawValue
    }

    private var empty: String { node.map { "nothing is known of \($0)\n" } ?? "nothing was fenced yet\n" }
}
