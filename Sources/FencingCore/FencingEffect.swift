import ClusterModel

/// What is to be done, in this order.
public enum FencingEffect: Sendable, Equatable {
    /// The order is written to the journal; `persisted` is the answer, and only then it may be begun.
    case persist(ActionOrder)
    case begin(ActionOrder)
    /// An order that was to be written never begins: this is its end.
    case withdraw(ActionID, AgentOutcome)
    /// Nobody wants its result: it is asked to stop, then killed. Its end is still reported.
    case abort(ActionID)
    /// The request is closed; whoever waits for it is told.
    case answer(FencingRecord)
    /// Another request has this id and asks for something else: this one was not taken.
    case conflict(RequestID)
    /// Nobody waits for a person's word on this node.
    case nothingToConfirm(NodeName)
    case nothingToCancel(RequestID)
    case examined(UInt64, AgentOutcome)
    case note(FencingFact)
}
