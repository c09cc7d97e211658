import ClusterModel

/// One fence request, from its order to its verdict.
///
/// When the connection is lost it asks again for the same id, until the request's deadline has passed by a second: a
/// daemon that lives attaches it to the running request, and one that was restarted answers from its history. Only one
/// that knows nothing of it begins anew, and then not after the order's `notAfter`.
public struct FenceCall: Sendable {
    /// What happens meanwhile.
    public enum Progress: Sendable, Equatable {
        case event(FencingEvent)
        /// The connection was lost: it is tried again.
        case lost(DaemonError)
        case connectedAgain
        /// Nothing, for `tickMilliseconds`.
        case tick
    }

    public static let graceMilliseconds: Int64 = 1000
    private static let stepMilliseconds: Int64 = 250
    private static let connectMilliseconds: Int64 = 5000

    public var path: String
    public var client: String
    /// How often `tick` comes, so that a display can count down; nil: never.
    public var tickMilliseconds: Int64?
    public var interruption: Interruption?
    private var order: FenceOrder
    /// Of the request: reckoned at first, then as the daemon says.
    private var deadline: Instant
    private var wasReceived = false

    /// An order with a timeout and without `notAfter` gets one: so long from now. Where the daemon chooses the timeout,
    /// it gets one as soon as the daemon has said which.
    public init(_ order: FenceOrder, path: String = DaemonConnection.path, client: String) {
        self.order = order
        self.path = path
        self.client = client
        let now = Instant.now()
        if let budget = order.timeoutMilliseconds, order.notAfter == nil {
            self.order.notAfter = now.adding(milliseconds: budget)
        }
        deadline = self.order.notAfter ?? now.adding(milliseconds: FencingConfiguration.timeoutMillisecondsDefault)
    }

    /// Blocks until the verdict is there. What it throws before anything was received, nothing was done for.
    public mutating func run(_ progress: (Progress) -> Void) throws(DaemonError) -> FencingRecord {
        var connection = try connect()
        while true {
            do throws(DaemonError) {
                return try follow(connection, progress)
            } catch {
                guard canTryAgain(error) else { throw error }
                progress(.lost(error))
            }
            connection = try connectAgain()
            progress(.connectedAgain)
        }
    }

    /// After a lost connection the daemon may have the order; one that ends answers so, and its successor knows more.
    private func canTryAgain(_ error: DaemonError) -> Bool {
        switch error {
        case .lost: true
        case .refused(let error): wasReceived && error.code == .stopping
        case .noDaemon, .refusedVersion, .badAnswer, .noAnswer, .interrupted: false
        }
    }

    // MARK: Connecting

    private var end: Instant { deadline.adding(milliseconds: Self.graceMilliseconds) }

    private func connect() throws(DaemonError) -> DaemonConnection {
        let moment = min(end, Instant.now().adding(milliseconds: Self.connectMilliseconds))
        return try DaemonConnection(path: path, client: client, until: moment, interruption: interruption)
    }

    private func connectAgain() throws(DaemonError) -> DaemonConnection {
        while true {
            let next = min(end, Instant.now().adding(milliseconds: Self.stepMilliseconds))
            if ClientSocket.pause(until: next, interruption) { throw .interrupted }
            do throws(DaemonError) {
                return try connect()
            } catch {
                switch error {
                case .interrupted, .refusedVersion: throw error
                case .noDaemon, .lost, .noAnswer, .badAnswer, .refused: if end <= .now() { throw .lost(path: path) }
                }
            }
        }
    }

    // MARK: Following

    private mutating func follow(
        _ connection: DaemonConnection, _ progress: (Progress) -> Void
    ) throws(DaemonError) -> FencingRecord {
        try connection.send(ControlRequest(.fence(order)), until: end)
        while true {
            switch try connection.nextMessage(until: nextMoment) {
            case .event(let event) where event.id == order.id:
                note(event)
                if case .done(let record) = event.body, record.verdict != nil { return record }
                progress(.event(event))
            case .error(let error): throw .refused(error)
            case .hello: throw .badAnswer("a second hello")
            case .event, .reply: continue
            case nil:
                if end <= .now() { throw .noAnswer(path: path) }
                progress(.tick)
            }
        }
    }

    private var nextMoment: Instant {
        guard let tickMilliseconds else { return end }
        return min(end, Instant.now().adding(milliseconds: tickMilliseconds))
    }

    /// The daemon's word on the deadline holds: an event that was read late must not make it later.
    private mutating func note(_ event: FencingEvent) {
        wasReceived = true
        guard let notAfter = event.notAfter else {
            deadline = Instant.now().adding(milliseconds: max(0, event.leftMilliseconds))
            return
        }
        deadline = notAfter
        order.notAfter = min(order.notAfter ?? .endOfTime, notAfter)
    }
}
