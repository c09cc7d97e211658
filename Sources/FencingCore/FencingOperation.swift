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
    /// Whether the guard counts it as a fence.
    var isCounted = false
    /// Set when a person has answered; the requests are closed with it once nothing runs any more (F8).
    var confirmation: Confirmation?

    var requests: [RequestID] { waiters.map(\.request.id) }
    var lastStart: Instant? { waiters.map(\.lastStart).max() }

    mutating func join(_ waiter: Waiter) {
        waiters.append(waiter)
        escalation.lastStart = max(escalation.lastStart, waiter.lastStart)
        escalation.leastEvidence = min(escalation.leastEvidence, waiter.request.minimumEvidence)
        guard escalation.hasBegunNothing else { return }
        escalation.plan(minimumEvidence: max(escalation.minimumEvidence, waiter.request.minimumEvidence))
    }

    /// After a waiter went.
    mutating func adjust() {
        if let lastStart { escalation.lastStart = lastStart }
        let evidence = waiters.map(\.request.minimumEvidence)
        guard let least = evidence.min(), let most = evidence.max() else { return }
        escalation.leastEvidence = least
        if escalation.hasBegunNothing { escalation.plan(minimumEvidence: most) }
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
