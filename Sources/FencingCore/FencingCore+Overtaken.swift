import ClusterModel

/// An `on` that was asked for before a fence ended says nothing of what the node is after it: by a device that unfences
/// it would give a node that was never reset its storage back.
extension FencingCore {
    /// A fence by these devices has succeeded: what waited meanwhile to undo it is not done.
    mutating func closeOvertaken(_ node: NodeName, by devices: [String], at now: Instant) {
        guard unfences(devices), let queue = targets[node]?.queue else { return }
        targets[node]?.queue.removeAll { $0.action == .on }
        for request in queue where request.action == .on {
            close(request, Self.overtaken(node), StepLog(), at: now)
        }
    }

    /// The daemon before this one answered the fence, and was lost before it closed what waited.
    func wasOvertaken(_ known: Resumption.Request) -> Bool {
        guard known.request.action == .on else { return false }
        return book.closed.contains { record in
            record.request.target == known.request.target && record.request.action != .on
                && record.verdict?.outcome == .fenced && unfences(record.verdict?.devices ?? [])
                && record.arrivedUnixMilliseconds + (record.milliseconds ?? 0) >= known.unixMilliseconds
        }
    }

    static func overtaken(_ node: NodeName) -> FencingVerdict {
        FencingVerdict(
            .failed, cause: .cancelled,
            text: "overtaken by a fence, which cut \(node) off while this waited; nothing was done for it: ask again "
                + "when \(node) has been started anew")
    }

    private func unfences(_ devices: [String]) -> Bool {
        setup.devices.contains { $0.unfences && devices.contains($0.id) }
    }
}
