/// One wish to have a node fenced, or powered on.
public struct FencingRequest: Sendable, Equatable {
    public var id: RequestID
    public var target: NodeName
    /// The process at the other end of a socket (SO_PEERCRED, unix(7)).
    public struct Peer: Sendable, Equatable {
        public var pid: Int32
        public var uid: UInt32
        public var gid: UInt32

        public init(pid: Int32, uid: UInt32, gid: UInt32) {
            self.pid = pid
            self.uid = uid
            self.gid = gid
        }
    }

    /// reset, off or on.
    public var action: AgentAction
    /// A success that rests on less does not count.
    public var minimumEvidence: Evidence
    /// Nothing is executed for it after this moment, and it is answered by then.
    public var deadline: Instant
    /// Whether it may fence the node that this daemon runs on.
    public var allowsSelf: Bool
    /// Who asks, for logs and records: `stonith fence (pid 735, uid 0)`.
    public var client: String
    /// Who that is by the kernel's word; nil where nobody asked over the socket.
    public var peer: Peer?
    /// Why, in the words of whoever asks; may be empty.
    public var reason: String

    public init(
        id: RequestID, target: NodeName, action: AgentAction, minimumEvidence: Evidence, deadline: Instant,
        allowsSelf: Bool = false, client: String = "", reason: String = ""
    ) {
        self.id = id
        self.target = target
        self.action = action
        self.minimumEvidence = minimumEvidence
        self.deadline = deadline
        self.allowsSelf = allowsSelf
        self.client = client
        self.reason = reason
    }
}
