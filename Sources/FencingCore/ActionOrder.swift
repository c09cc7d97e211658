import ClusterModel

/// One action that a device is to carry out now.
public struct ActionOrder: Sendable, Equatable {
    public var id: ActionID
    public var device: String
    /// The device's when the escalation began.
    public var generation: UInt64
    public var action: AgentAction
    /// Nil where the action has no target.
    public var target: NodeName?
    /// What the device calls the target; nil: by its name.
    public var plug: String?
    /// The how manieth try of the action for this plug.
    public var attempt: Int
    /// It is not begun after this moment, and killed at it.
    public var deadline: Instant
    /// A reset that finds the target off leaves it off: the last completed request was an explicit off (F9).
    public var leavesOff: Bool

    public init(
        id: ActionID, device: String, generation: UInt64 = 0, action: AgentAction, target: NodeName?,
        plug: String? = nil, attempt: Int = 1, deadline: Instant, leavesOff: Bool = false
    ) {
        self.generation = generation
        self.id = id
        self.device = device
        self.action = action
        self.target = target
        self.plug = plug
        self.attempt = attempt
        self.deadline = deadline
        self.leavesOff = leavesOff
    }
}
