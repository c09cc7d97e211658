import ClusterModel

/// What happens to the core.
public enum FencingEvent: Sendable {
    /// The configuration was read, or read anew, or an agent said which nodes it controls.
    case configured(FencingSetup)
    /// The time is this node's clock, for the record only.
    case requested(FencingRequest, unixMilliseconds: Int64)
    /// Whoever asked, or an operator, takes a request back.
    case cancelled(RequestID, by: String)
    /// A person says that the node is down. Without an open request it counts only if `standsAlone`.
    case confirmed(NodeName, Confirmation, standsAlone: Bool, unixMilliseconds: Int64)
    /// The order is in the journal, or the journal cannot be written now: it may be begun.
    case persisted(ActionID, isDurable: Bool)
    /// All that the daemon before this one left open; before anything else that is about a node.
    case resumed([Resumption])
    /// An operator lifts the hold, of one node or altogether.
    case released(NodeName?, by: String)
    /// The action's process runs.
    case began(ActionID, pid: Int32)
    /// The action is over, and nothing of it runs any more.
    case ended(ActionID, AgentOutcome)
    /// Somebody wants to know something of a device: status, list or probe. It gives way to fencing.
    case examine(Examination)
    /// The daemon is to end: no new requests, and what is open is handed back at this moment.
    case stopping(Instant)
    /// The deadline has come.
    case woke
}

/// A read-only action on a device.
public struct Examination: Sendable, Equatable {
    /// Chosen by whoever asks; comes back with the answer.
    public var number: UInt64
    public var device: String
    public var action: AgentAction
    public var target: NodeName?
    /// What the device calls the target; nil: by its name.
    public var plug: String?
    public var deadline: Instant

    public init(
        number: UInt64, device: String, action: AgentAction, target: NodeName?, plug: String? = nil, deadline: Instant
    ) {
        precondition(!action.changesPower, "an examination changes nothing")
        self.number = number
        self.device = device
        self.action = action
        self.target = target
        self.plug = plug
        self.deadline = deadline
    }
}
