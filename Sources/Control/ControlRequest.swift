import ClusterModel
import Wire

/// One line to the daemon after the hello.
public struct ControlRequest: Sendable, Equatable {
    public enum Verb: Sendable, Equatable {
        case fence(FenceOrder)
        case cancel(RequestID)
        case inspect(NodeName)
        case confirm(ConfirmOrder)
        /// Lifts the hold of a node, or of all.
        case release(NodeName?)
        case status
        case devices
        /// Of one node or of all; the newest so many.
        case history(node: NodeName?, limit: Int64?)
        /// What the node said on its console before and during that request.
        case console(RequestID)
        case monitor(device: String)
        case watch
    }

    public var verb: Verb
    /// Comes back in the answer.
    public var tag: String?

    public init(_ verb: Verb, tag: String? = nil) {
        self.verb = verb
        self.tag = tag
    }
}

/// The wish to have a node fenced, as it comes over the socket.
public struct FenceOrder: Sendable, Equatable {
    /// The same id again attaches to the same request.
    public var id: RequestID
    public var node: NodeName
    /// reset, off or on; nil: as configured.
    public var action: AgentAction?
    public var minimumEvidence: Evidence
    public var allowsSelf: Bool
    public var reason: String
    /// The whole budget; nil: as configured.
    public var timeoutMilliseconds: Int64?
    /// Read after this moment, the order is refused as expired.
    public var notAfter: Instant?

    public init(id: RequestID, node: NodeName, action: AgentAction? = nil, minimumEvidence: Evidence = .silent) {
        self.id = id
        self.node = node
        self.action = action
        self.minimumEvidence = minimumEvidence
        allowsSelf = false
        reason = ""
        timeoutMilliseconds = nil
        notAfter = nil
    }
}

/// A person's word that a node is down, as it comes over the socket. Whose word it is, the socket itself knows.
public struct ConfirmOrder: Sendable, Equatable {
    public var node: NodeName
    public var manner: Confirmation.Manner
    /// `pts/0`; empty where there is none.
    public var terminal: String
    /// Taken down even where no open request waits for a person.
    public var withoutRequest: Bool
    /// The requests that whoever confirms has seen; empty for whichever there are. A later one is not confirmed.
    public var requests: [RequestID] = []

    public init(node: NodeName, manner: Confirmation.Manner, terminal: String = "", withoutRequest: Bool = false) {
        self.node = node
        self.manner = manner
        self.terminal = terminal
        self.withoutRequest = withoutRequest
    }
}

extension ControlRequest.Verb {
    /// As it stands on the wire.
    public var name: String {
        switch self {
        case .fence: "fence"
        case .cancel: "cancel"
        case .inspect: "inspect"
        case .confirm: "confirm"
        case .release: "release"
        case .status: "status"
        case .devices: "devices"
        case .history: "history"
        case .console: "console"
        case .monitor: "monitor"
        case .watch: "watch"
        }
    }

    /// What it takes. To take back a request of one's own, the right to fence is enough.
    public var right: Right {
        switch self {
        case .fence: .fence
        case .cancel: .cancel
        // A console may show more than a history does.
        case .confirm, .inspect, .console: .confirm
        case .release: .release
        case .monitor: .monitor
        case .status, .devices, .history, .watch: .read
        }
    }
}
