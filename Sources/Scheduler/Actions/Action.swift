/// One thing that could be done in a transition.
public struct Action: Sendable {
    /// What must be in place before it may run.
    public enum Need: UInt8, Sendable {
        case nothing
        case quorum
        case fencing
    }

    public var task: ActionTask
    /// What the key is made of: `monitor` for a cancel of a monitor, else the task.
    public var keyTask: ActionTask
    public var flags: ActionFlags
    public var need = Need.nothing
    /// Nil for fencing and shutdown.
    public var resource: ResourceIndex?
    public var node: NodeIndex?
    /// 0 where it does not recur.
    public var intervalMilliseconds: Int
    /// The exit code that it must have; nil where it is success.
    public var expectedCode: Int?
    /// Of the recurring operation that a cancel ends; nil for all others.
    public var cancelledCall: Int?
    public var reason: ActionReason?

    /// Orderings before and after it, as chains through `ActionTable.edges`: the newest first.
    var firstBefore: Int32 = -1
    var firstAfter: Int32 = -1
    var countBefore: Int32 = 0
    var countAfter: Int32 = 0
    /// The next older one in its chain of the same resource.
    var nextOfResource: Int32 = -1

    init(
        _ task: ActionTask, key: ActionTask, of resource: ResourceIndex?, on node: NodeIndex?,
        intervalMilliseconds: Int, flags: ActionFlags
    ) {
        self.task = task
        keyTask = key
        self.resource = resource
        self.node = node
        self.intervalMilliseconds = intervalMilliseconds
        self.flags = flags
    }

    public var isOptional: Bool { flags.contains(.optional) }
    public var isRunnable: Bool { flags.contains(.runnable) }
    public var isPseudo: Bool { flags.contains(.pseudo) }
}
