import ClusterModel

/// Holding back in a storm or loop, and its end.
extension FencingCore {
    /// The requests end here. None of them is ever carried out: after a release they have to be asked for again.
    mutating func hold(_ requests: [FencingRequest], _ hold: FenceGuard.Hold, at now: Instant) {
        guard let node = requests.first?.target else { return }
        let text = Self.words(hold)
        effects.append(note(node, requests.map(\.id), .held(text)))
        let verdict = FencingVerdict(.held, cause: Self.cause(hold), text: text)
        for request in requests { close(request, verdict, StepLog(), at: now) }
        beginNext(node, at: now)
    }

    /// Every escalation that fences is one fence, until it has failed.
    mutating func count(_ operation: inout FencingOperation, _ node: NodeName, at now: Instant) {
        guard operation.escalation.action != .on else { return }
        operation.isCounted = true
        fenceGuard.count(node, setup.limits, at: now)
    }

    private static func cause(_ hold: FenceGuard.Hold) -> FencingVerdict.Cause {
        switch hold.kind {
        case .storm: .storm
        case .loop: .loop
        }
    }

    /// Why nothing is done, and what an operator does about it.
    public static func words(_ hold: FenceGuard.Hold) -> String {
        switch hold.kind {
        case .storm:
            "\(hold.limit.count) fences within \(hold.limit.milliseconds / 1000) s are as many as "
                + "stonith-storm-limit allows; nothing was done (when you know why: stonith release)"
        case .loop(let node):
            "\(node) was fenced \(hold.limit.count) times within \(hold.limit.milliseconds / 1000) s, as often as "
                + "stonith-loop-limit allows; nothing was done (when you know why: stonith release \(node))"
        }
    }

    mutating func release(_ node: NodeName?, by: String, at now: Instant) {
        fenceGuard.release(node)
        for name in targets.keys where node == nil || name == node {
            if targets[name]?.blockedBy?.verdict?.outcome == .held { targets[name]?.blockedBy = nil }
        }
        effects.append(note(node, [], .released(by: by)))
    }

    /// What holds fencing back now.
    public func holds(at now: Instant) -> [FenceGuard.Hold] { fenceGuard.holds(setup.limits, at: now) }
}
