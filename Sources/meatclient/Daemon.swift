import ClusterModel
import Control

/// The `stonithd` of this node, asked anew each time: it may have been started or stopped meanwhile.
struct Daemon {
    /// What it is doing about a node.
    enum Standing: Equatable {
        case waitsForPerson
        case asksNobody
        /// It could not be asked; why.
        case absent(String)
    }

    private let path: String

    /// A look at the status. An inspection probes devices, which the daemon gives 8 s.
    private static let answerMilliseconds: Int64 = 10_000
    private static let inspectionMilliseconds: Int64 = 15_000
    /// A word is answered once the agents that it stopped are gone.
    private static let confirmMilliseconds: Int64 = 25_000

    /// - Parameter socket: nil for where the daemon usually listens.
    init(socket: String?) { path = socket ?? DaemonConnection.path }

    /// Whether it waits for a person to reset the node. Reads only: no device is touched, so it may be asked often.
    func standing(of node: NodeName) -> Standing {
        do throws(DaemonError) {
            guard case .status(let status) = try ask(.status, Self.answerMilliseconds) else { return .asksNobody }
            let waits = status.targets.contains { $0.node == node && $0.state == .waitingForPerson }
            return waits ? .waitsForPerson : .asksNobody
        } catch { return .absent(error.text) }
    }

    /// Whether it waits, and what its devices see of the node.
    func inspect(_ node: NodeName) throws(DaemonError) -> Inspection {
        guard case .inspect(let inspection) = try ask(.inspect(node), Self.inspectionMilliseconds) else {
            throw .badAnswer("no inspection")
        }
        return inspection
    }

    /// Hands over the operator's word. Answers what shows that the node lives, where that kept it from being taken.
    func confirm(_ order: ConfirmOrder) throws(DaemonError) -> [String] {
        do throws(DaemonError) {
            _ = try ask(.confirm(order), Self.confirmMilliseconds)
            return []
        } catch {
            guard case .refused(let refusal) = error, refusal.code == .alive, order.manner == .answered else {
                throw error
            }
            return refusal.life.isEmpty ? [refusal.text] : refusal.life
        }
    }

    private func ask(_ verb: ControlRequest.Verb, _ milliseconds: Int64) throws(DaemonError) -> ControlReply.Body {
        let deadline = Instant.now().adding(milliseconds: milliseconds)
        return try DaemonConnection(path: path, client: "meatclient", until: deadline).ask(verb, until: deadline)
    }
}
