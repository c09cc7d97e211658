import ClusterModel

/// One escalation and the requests that wait for what comes of it.
struct FencingOperation: Sendable {
    struct Waiter: Sendable, Equatable {
        var request: FencingRequest
        /// No action or level of it begins at or after this moment: what runs then can still be ended, and its result
        /// known, before the request's deadline.
        var lastStart: Instant
        /// The first action that is newer than the request (F2).
        var mark: ActionID
        /// Whether it waited before anything was begun.
        var isFromStart: Bool
    }

    var escalation: Escalation
    var waiters: [Waiter]
    var log = StepLog()
    /// Set when a person has answered; the requests are closed with it once nothing runs any more (F8).
    var confirmation: Confirmation?

    var requests: [RequestID] { waiters.map(\.request.id) }
    var lastStart: Instant? { waiters.map(\.lastStart).max() }

    /// After a waiter came or went.
    mutating func adjust() {
        if let lastStart { escalation.lastStart = lastStart }
        guard escalation.hasBegunNothing else { return }
        escalation.minimumEvidence = waiters.map(\.request.minimumEvidence).max() ?? escalation.minimumEvidence
    }

    /// Those whom the success answers, and those for whom it is too old or rests on too little.
    func split(_ success: Escalation.Success) -> (satisfied: [Waiter], others: [Waiter]) {
        let answers = { (waiter: Waiter) in
            waiter.mark <= success.firstAction
                && (waiter.request.action == .on || waiter.request.minimumEvidence <= success.evidence)
        }
        return (waiters.filter(answers), waiters.filter { !answers($0) })
    }

    var deadline: Instant? {
        let requests = waiters.map(\.request.deadline).min()
        return [requests, escalation.deadline].compactMap { $0 }.min()
    }
}
