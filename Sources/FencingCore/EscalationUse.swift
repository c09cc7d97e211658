import ClusterModel

/// One device's part in the step that runs.
struct EscalationUse: Sendable, Equatable {
    enum Phase: Sendable, Equatable {
        /// Another target has the device → running, over.
        case wanted(until: Instant)
        /// Past `overdue` it should have been killed long ago, and is given up → over.
        case running(ActionID, overdue: Instant)
        /// A person is asked → over.
        case asked(until: Instant)
        case over
    }

    var device: FencingDevice
    var phase: Phase

    /// When waiting for it ends.
    var deadline: Instant? {
        switch phase {
        case .wanted(let until), .asked(let until), .running(_, let until): until
        case .over: nil
        }
    }

    var isWanted: Bool {
        if case .wanted = phase { return true }
        return false
    }

    var isAsked: Bool {
        if case .asked = phase { return true }
        return false
    }

    var isRunning: Bool {
        if case .running = phase { return true }
        return false
    }

    var action: ActionID? {
        if case .running(let id, _) = phase { return id }
        return nil
    }
}
