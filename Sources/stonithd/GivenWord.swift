import ClusterModel
import Control
import Runtime

/// A person's word that was taken, and who waits to hear what came of it.
struct GivenWord {
    /// What it was given for.
    let requests: [RequestID]
    /// Those that are not closed yet.
    var open: Set<RequestID>
    let request: ControlRequest
    let connection: ControlConnection
    /// Why one of them is no success.
    var shortcoming: String?
}
