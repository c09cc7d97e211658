import Scheduler

/// What is shown of a resource.
public enum ResourceStatus: Sendable, Equatable {
    case primitive(PrimitiveStatus)
    case group(GroupStatus)
    case clone(CloneStatus)
}

public struct PrimitiveStatus: Sendable, Equatable {
    /// As it is shown: instances of a clone are called as the primitive in it.
    public var id: String
    /// `ocf:heartbeat:Dummy`.
    public var agent: String
    public var description: String?
    public var role: ResourceRole
    /// What is being done with it: `Starting`, `Stopping`; it stands in the place of the role.
    public var pendingState: String?
    /// A recurring operation that has not answered yet: `Monitoring`.
    public var pendingOperation: String?
    /// Where it runs.
    public var nodes: [String]
    /// The one node that is shown: where it runs, or where something is pending. Nil where it runs on several.
    public var node: String?
    /// It is stopped, and a probe failed: why. Nil where none did.
    public var failedProbe: String?
    /// That node is lost, and not fenced yet.
    public var isNodeLost: Bool
    public var isFailed: Bool
    public var isOrphan: Bool
    /// `target-role` is Stopped.
    public var isDisabled: Bool
    /// Left alone because of a failure.
    public var isBlocked: Bool
    public var isManaged: Bool
    public var ignoresFailure: Bool
}

public struct GroupStatus: Sendable, Equatable {
    /// With `:0` and so on where it is an instance of a clone.
    public var id: String
    public var isManaged: Bool
    public var isDisabled: Bool
    public var members: [ResourceStatus]
}

public struct CloneStatus: Sendable, Equatable {
    public var id: String
    /// What it is a clone of.
    public var child: String
    public var isManaged: Bool
    public var isDisabled: Bool
    /// Instances of which there is more to say than where they run.
    public var instances: [ResourceStatus]
    /// Nodes where an instance runs and is well, by name.
    public var started: [String]
    /// Nodes where none runs; empty where all that shall run do.
    public var stopped: [Stopped]

    /// Nodes where no instance runs for one reason.
    public struct Stopped: Sendable, Equatable {
        /// `disabled`, or why a probe failed; nil where there is nothing to say.
        public var reason: String?
        public var nodes: [String]

        /// `Stopped (disabled)`.
        var text: String { reason.map { "Stopped (\($0))" } ?? "Stopped" }
    }
}
