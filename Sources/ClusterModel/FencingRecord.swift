/// What the fencing history keeps of a request, open or closed.
public struct FencingRecord: Sendable, Equatable {
    /// One action of one device.
    public struct Step: Sendable, Equatable {
        public var level: Int
        public var device: String
        public var type: String
        /// What the device calls the target, where that is not its name.
        public var plug: String?
        public var action: AgentAction
        /// The how manieth try of the action.
        public var attempt: Int
        /// Of the agent's process; 0 where there was none.
        public var pid: Int32
        /// From the arrival of the request.
        public var startMilliseconds: Int64
        /// How long it took; nil while it runs.
        public var milliseconds: Int64?
        public var code: OperationCode?
        public var evidence: Evidence
        public var cause: String?
        public var text: String

        public init(
            level: Int, device: String, type: String, action: AgentAction, pid: Int32 = 0, startMilliseconds: Int64
        ) {
            self.level = level
            self.device = device
            self.type = type
            self.action = action
            plug = nil
            attempt = 1
            self.pid = pid
            self.startMilliseconds = startMilliseconds
            milliseconds = nil
            code = nil
            evidence = .none
            cause = nil
            text = ""
        }
    }

    /// That what the node said on its serial console is kept.
    public struct Console: Sendable, Equatable {
        /// The device that captured it.
        public var device: String
        /// So many bytes came before the request, of those that are kept, and so many from then on.
        public var bytesBefore: Int
        public var bytesDuring: Int
        /// The request under whose id the text is kept; another one's where that is the same text.
        public var kept: RequestID

        public init(device: String, bytesBefore: Int, bytesDuring: Int, kept: RequestID) {
            self.device = device
            self.bytesBefore = bytesBefore
            self.bytesDuring = bytesDuring
            self.kept = kept
        }
    }

    public var request: FencingRequest
    /// Which node's daemon carried it out.
    public var executor: NodeName
    /// When it came, in milliseconds since 1970 by this node's clock.
    public var arrivedUnixMilliseconds: Int64
    /// From its arrival to its answer; nil while it is open.
    public var milliseconds: Int64?
    public var verdict: FencingVerdict?
    public var steps: [Step]
    /// Nil where no console was captured.
    public var console: Console?

    public init(request: FencingRequest, executor: NodeName, arrivedUnixMilliseconds: Int64) {
        self.request = request
        self.executor = executor
        self.arrivedUnixMilliseconds = arrivedUnixMilliseconds
        milliseconds = nil
        verdict = nil
        steps = []
        console = nil
    }
}
