/// What an action does; the texts are those of Pacemaker's graphs.
public enum ActionTask: Hashable, Sendable {
    case start
    /// All of a group or clone are started.
    case running
    case stop
    case stopped
    case monitor
    case reload
    /// Ends a recurring operation.
    case cancel
    /// Forgets failures.
    case clearFailures
    /// Forgets what happened to a resource on a node.
    case delete
    case fence
    case shutdown
    /// Another operation that an operator lets recur: the place of its name in `ActionTable.customTasks`.
    case custom(Int32)

    /// Nil for a custom one.
    public var text: String? {
        switch self {
        case .start: "start"
        case .running: "running"
        case .stop: "stop"
        case .stopped: "stopped"
        case .monitor: "monitor"
        case .reload: "reload-agent"
        case .cancel: "cancel"
        case .clearFailures: "clear_failcount"
        case .delete: "delete"
        case .fence: "stonith"
        case .shutdown: "do_shutdown"
        case .custom: nil
        }
    }

    private static let known: [ActionTask] = [
        .start, .running, .stop, .stopped, .monitor, .reload, .cancel, .clearFailures, .delete, .fence, .shutdown,
    ]

    /// Nil for what only an operator knows.
    init?(_ text: String) {
        guard let task = Self.known.first(where: { $0.text == text }) else { return nil }
        self = task
    }

    /// `running` and `stopped` of a group or clone are `start` and `stop` of a primitive.
    var ofPrimitive: ActionTask {
        switch self {
        case .running: .start
        case .stopped: .stop
        default: self
        }
    }

    /// What to wait for where a group or clone comes first: until all of it did it.
    var whenDone: ActionTask? {
        switch self {
        case .start, .running: .running
        case .stop, .stopped: .stopped
        default: nil
        }
    }
}
