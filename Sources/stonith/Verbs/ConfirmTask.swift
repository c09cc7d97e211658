import ClusterModel
import Control
import Glibc

/// `stonith confirm`: a person's word that a node is down.
struct ConfirmTask: VerbTask {
    let node: NodeName
    let isForced: Bool
    let withoutRequest: Bool

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        node = try arguments.node()
        isForced = arguments.has("force")
        withoutRequest = arguments.has("no-request")
    }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        guard case .inspect(let inspection) = try session.ask(.inspect(node)) else {
            throw .badAnswer("no inspection")
        }
        guard withoutRequest || inspection.isWaiting || !inspection.requests.isEmpty else {
            throw .refused(ControlError(.noRequest, noRequestText))
        }
        if isForced { return try confirm(.forced, inspection.requests, session) }
        var life = inspection.life
        while true {
            guard life.isEmpty || isatty(STDIN_FILENO) == 1 else { throw .refused(alive(life)) }
            let question = ConfirmationQuestion(node: node, life: life, isForced: false)
            session.terminal.error(question.text)
            guard let manner = question.manner(of: ConfirmationQuestion.readAnswer()) else {
                session.terminal.message(.error, "\(node) is not confirmed: the answer was not yes")
                return ExitStatus.refused.rawValue
            }
            do throws(DaemonError) {
                return try confirm(manner, inspection.requests, session)
            } catch .refused(let error) where error.code == .alive && !error.life.isEmpty {
                // It came to life while the operator thought.
                life = error.life
            } catch { throw error }
        }
    }

    /// A word is answered once the agents that it stopped are gone.
    private static let confirmMilliseconds: Int64 = 25_000

    /// - Parameter seen: the requests that the operator saw; the word is for no others.
    private func confirm(
        _ manner: Confirmation.Manner, _ seen: [RequestID], _ session: VerbSession
    ) throws(DaemonError) -> Int32 {
        var order = ConfirmOrder(
            node: node, manner: manner, terminal: ConfirmationQuestion.terminal, withoutRequest: withoutRequest)
        order.requests = seen
        let reply = try session.ask(.confirm(order), withinMilliseconds: Self.confirmMilliseconds)
        guard case .confirm(let requests) = reply else {
            throw .badAnswer("no confirmation")
        }
        if !session.asJSON {
            let ended = requests.isEmpty ? "" : " (\(requests.map(\.description).joined(separator: ", ")))"
            session.terminal.answer("\(node) is confirmed to be down\(ended)\n")
        }
        return ExitStatus.done.rawValue
    }

    private var noRequestText: String {
        "nobody waits for a word on \(node); stonith status shows what is open. To have it recorded all the same: "
            + "stonith confirm \(node) --no-request"
    }

    private func alive(_ life: [String]) -> ControlError {
        var error = ControlError(
            .alive,
            "\(node) is alive, as far as can be seen: \(life.joined(separator: ", ")). Power it off first; if that "
                + "proof is wrong: stonith confirm \(node) --force, or answer on a terminal")
        error.life = life
        return error
    }
}
