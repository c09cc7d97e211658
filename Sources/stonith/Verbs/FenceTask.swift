import CLinux
import ClusterModel
import Control
import Glibc

/// `stonith fence`: asks for a node to be fenced, shows what is done for it, and waits for the verdict.
struct FenceTask: VerbTask {
    /// What the options say, whichever node it is for.
    struct Wish {
        var id: RequestID
        var minimumEvidence: Evidence
        var allowsSelf: Bool
        var reason: String
        var timeoutMilliseconds: Int64?
        /// With `--json`: every event as a line of its own.
        var showsEvents: Bool

        init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
            if let text = arguments.value("id") { id = try VerbArguments.requestID(text) } else { id = .fresh() }
            let evidence = Evidence.allCases.filter { $0 > .none }.map { ($0.word, $0) }
            minimumEvidence = try arguments.choice("minimum-evidence", evidence) ?? .silent
            allowsSelf = arguments.has("self")
            reason = try FenceTask.reason(arguments)
            let seconds = try arguments.number("timeout", in: 1...86_400, "whole seconds")
            timeoutMilliseconds = seconds.map { $0 * 1000 }
            showsEvents = arguments.has("progress")
            guard !showsEvents || arguments.has("json") else {
                throw VerbArguments.Misuse(text: "--progress is for --json; without it progress is shown anyway")
            }
        }
    }

    let order: FenceOrder
    let showsEvents: Bool

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        let node = try arguments.node()
        let action = try arguments.choice("action", AgentAction.allCases.filter(\.changesPower).map { ($0.name, $0) })
        self.init(try Wish(arguments), node, action)
    }

    init(_ wish: Wish, _ node: NodeName, _ action: AgentAction?) {
        var order = FenceOrder(id: wish.id, node: node, action: action, minimumEvidence: wish.minimumEvidence)
        order.allowsSelf = wish.allowsSelf
        order.reason = wish.reason
        order.timeoutMilliseconds = wish.timeoutMilliseconds
        self.order = order
        showsEvents = wish.showsEvents
    }

    private static func reason(_ arguments: VerbArguments) throws(VerbArguments.Misuse) -> String {
        let reason = arguments.value("reason") ?? ""
        guard reason.utf8.count <= ControlLimits.reasonBytesMax else {
            throw VerbArguments.Misuse(text: "--reason has at most \(ControlLimits.reasonBytesMax) bytes")
        }
        guard reason == Terminal.plain(reason), !reason.contains("\t") else {
            throw VerbArguments.Misuse(text: "--reason is one line without control characters")
        }
        return reason
    }

    // MARK: Asking

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        let display = FencingDisplay(session, order, showsEvents: showsEvents)
        var call = FenceCall(order, path: session.path, client: session.client)
        call.tickMilliseconds = display.tickMilliseconds
        linux_say_on_interrupt(
            "\nThe fencing of \(order.node) goes on in stonithd, under the id \(order.id).\n"
                + "To end it: stonith cancel \(order.id)   To follow it again: stonith fence \(order.node) "
                + "\(actionOption)--id \(order.id)\nCtrl-C once more leaves it alone.\n")
        let record = try call.run(display.show)
        display.finish(record)
        guard let verdict = record.verdict else { throw .badAnswer("done without an outcome") }
        return ExitStatus(verdict).rawValue
    }

    /// The same id attaches only for the same action.
    private var actionOption: String { order.action.map { "--action \($0.name) " } ?? "" }
}
