import ClusterModel

/// Something that happened, for logs, for those who watch, and for the history.
public struct FencingFact: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case accepted(FencingRequest)
        /// It shares what another request began.
        case joined(RequestID, with: RequestID)
        /// It waits until what runs for its target is over.
        case queued(RequestID)
        /// No device is known to control its target; these have not said yet whether they do.
        case awaitsLists(of: [String])
        case delayed(milliseconds: Int64)
        case levelBegan(number: Int, of: Int, devices: [String])
        case actionBegan(FencingRecord.Step)
        /// The journal could not be written in time; the action begins all the same.
        case notDurable(device: String)
        /// Nobody knows what came of a device's action, and the action is carried out again.
        case repeated(device: String, AgentAction)
        /// An action failed and is tried again: `pcmk_ACTION_retries`.
        case retried(device: String, AgentAction, attempt: Int)
        /// It goes on where the daemon before this one stopped.
        case resumed(level: Int?)
        /// Nothing was done for a request, since too much was fenced lately.
        case held(String)
        case released(by: String)
        case actionEnded(FencingRecord.Step)
        /// The level has failed and the next one begins.
        case levelFailed(number: Int, device: String, text: String, isLast: Bool)
        /// A person must act; escalation goes on at the deadline.
        case operatorNeeded(level: Int, device: String, until: Instant)
        case confirmed(Confirmation)
        /// A device succeeded after nobody wanted it any more.
        case lateSuccess(FencingRecord.Step)
        case closed(FencingRecord)
    }

    /// Nil for what is not about a node.
    public var target: NodeName?
    /// The requests it is about, those that wait for an answer.
    public var requests: [RequestID]
    public var kind: Kind

    public init(target: NodeName?, requests: [RequestID], kind: Kind) {
        self.target = target
        self.requests = requests
        self.kind = kind
    }
}
