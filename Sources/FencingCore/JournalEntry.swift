import ClusterModel

/// What the journal tells a daemon that starts again, oldest first.
public enum JournalEntry: Sendable, Equatable {
    case requested(FencingRequest, unixMilliseconds: Int64, at: Instant)
    case levelBegan(NodeName, number: Int, devices: [String], requests: [RequestID])
    /// Before it began: it may have, or not.
    case begins(ActionOrder, type: DeviceType, level: Int, at: Instant)
    case ended(ActionID, AgentOutcome, at: Instant)
    case levelFailed(NodeName, device: String, text: String)
    /// A person's word was taken for these.
    case confirmed([RequestID])
    case closed(RequestID)
}
