import ClusterModel
import Scheduler

/// A probe that found that a resource cannot run on a node at all: its agent or its parameters are not there.
struct FailedProbe {
    /// As the history calls it.
    var resource: String
    var node: String
    var reason: String

    /// Nil for any other failure, and where the record does not say on which node it was (2.1.5 looks for that).
    init?(_ failure: FailedOperation, in cib: CIB) {
        let history = cib.nodeStates[Int(failure.state)].histories[Int(failure.history)]
        let record = history.operations[Int(failure.operation)]
        guard record.operation == "monitor", record.intervalMilliseconds == 0 else { return nil }
        switch record.code {
        case 2: reason = "invalid parameter"
        case 5: reason = "not installed"
        default:
            guard record.status == .notInstalled else { return nil }
            reason = "not installed"
        }
        guard let node = record.others["on_node"] else { return nil }
        self.node = node
        resource = history.id
    }
}
