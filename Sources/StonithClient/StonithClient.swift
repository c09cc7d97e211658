// What the calls take and answer comes with them.
@_exported import ClusterModel
@_exported import Control
import Glibc

/// Asks `stonithd` on this node to fence, and what it knows.
///
/// A value without state: each call has a connection and a thread of its own, so any number may run at once. Cancelling
/// the task that waits ends the wait and nothing else: a fence goes on in the daemon until ``cancel(_:)`` is called.
public struct StonithClient: Sendable {
    /// The daemon's socket.
    public var socket: String
    /// Who asks, for the daemon's log and history: 128 bytes at most.
    public var name: String
    /// How long a call other than ``fence(_:action:minimumEvidence:reason:timeout:allowsSelf:id:progress:)`` waits.
    public var patience: Duration

    /// By default the socket is the one that `STONITH_SOCKET` of the environment names, or the usual one.
    public init(
        socket: String = DaemonConnection.path, name: String = "StonithClient", patience: Duration = .seconds(30)
    ) {
        self.socket = socket
        self.name = name
        self.patience = patience
    }

    // MARK: Fencing

    /// Has a node fenced, and answers when the daemon has said how that ended: by the timeout and a second, at most.
    ///
    /// A lost connection is made again, and the same request asked for by its id. Only a verdict with `isSuccess` says
    /// that the node is down; a thrown error never does, and neither does it say that the node is up.
    ///
    /// - Parameters:
    ///   - action: reset, off or on; nil is what the daemon's configuration says.
    ///   - minimumEvidence: A success that rests on less does not count.
    ///   - reason: Why, for the log and the history: 1024 bytes at most.
    ///   - timeout: The whole budget; nil is what the daemon's configuration says.
    ///   - allowsSelf: Whether it may be the node that the daemon runs on.
    ///   - id: The request's name. The same again attaches to the same request.
    ///   - progress: What happens meanwhile. It is called in a thread of the call's own and must not block for long.
    public func fence(
        _ node: NodeName, action: AgentAction? = nil, minimumEvidence: Evidence = .silent, reason: String = "",
        timeout: Duration? = nil, allowsSelf: Bool = false, id: RequestID = .fresh(),
        progress: @escaping @Sendable (FenceCall.Progress) -> Void = { _ in }
    ) async throws(StonithError) -> FencingVerdict {
        var order = FenceOrder(id: id, node: node, action: action, minimumEvidence: minimumEvidence)
        order.reason = reason
        order.timeoutMilliseconds = timeout.map { max(1, $0.milliseconds) }
        order.allowsSelf = allowsSelf
        let call = FenceCall(order, path: socket, client: name)
        return try await wait { interruption throws(DaemonError) in
            var call = call
            call.interruption = interruption
            guard let verdict = try call.run(progress).verdict else { throw .badAnswer("an end without a verdict") }
            return verdict
        }
    }

    /// Ends a request, which is then answered as failed or unknown.
    public func cancel(_ id: RequestID) async throws(StonithError) {
        guard case .cancel = try await ask(.cancel(id)) else { throw .daemon(.badAnswer("no reply to cancel")) }
    }

    // MARK: A person's word

    /// What the daemon finds out about a node before somebody confirms that it is down. It changes nothing.
    public func inspect(_ node: NodeName) async throws(StonithError) -> Inspection {
        guard case .inspect(let inspection) = try await ask(.inspect(node)) else {
            throw .daemon(.badAnswer("no reply to inspect"))
        }
        return inspection
    }

    /// Takes a person's word that a node is down, and answers which requests that ended.
    ///
    /// - Parameters:
    ///   - manner: How much the person was asked to do for it. `answered` is refused where the node shows life.
    ///   - terminal: Where the person sits, such as `pts/0`. Who it is, the daemon knows from the kernel.
    ///   - withoutRequest: Taken down even where no request waits for a person.
    ///   - requests: Those that the person was shown; refused when another one waits by then. Empty: whichever wait.
    public func confirm(
        _ node: NodeName, manner: Confirmation.Manner, terminal: String = "", withoutRequest: Bool = false,
        requests seen: [RequestID] = []
    ) async throws(StonithError) -> [RequestID] {
        var order = ConfirmOrder(node: node, manner: manner, terminal: terminal, withoutRequest: withoutRequest)
        order.requests = seen
        guard case .confirm(let requests) = try await ask(.confirm(order)) else {
            throw .daemon(.badAnswer("no reply to confirm"))
        }
        return requests
    }

    // MARK: What the daemon knows

    public func status() async throws(StonithError) -> DaemonStatus {
        guard case .status(let status) = try await ask(.status) else { throw .daemon(.badAnswer("no status")) }
        return status
    }

    public func devices() async throws(StonithError) -> [DeviceReport] {
        guard case .devices(let devices) = try await ask(.devices) else { throw .daemon(.badAnswer("no devices")) }
        return devices
    }

    /// The requests of one node or of all, the newest last; at most `limit`, from 1 to 1000.
    public func history(
        of node: NodeName? = nil, limit: Int? = nil
    ) async throws(StonithError) -> [FencingRecord] {
        let verb = ControlRequest.Verb.history(node: node, limit: limit.map { Int64($0) })
        guard case .history(let records) = try await ask(verb) else { throw .daemon(.badAnswer("no history")) }
        return records
    }

    /// What the node said on its serial console before and during a request; plain text, at most 64 KiB.
    public func console(of request: RequestID) async throws(StonithError) -> String {
        guard case .console(let report) = try await ask(.console(request)) else {
            throw .daemon(.badAnswer("no console"))
        }
        return report.text
    }

    /// Looks after one device now, and answers how that ended.
    public func monitor(_ device: String) async throws(StonithError) -> MonitorReport {
        guard case .monitor(let report) = try await ask(.monitor(device: device)) else {
            throw .daemon(.badAnswer("no reply to monitor"))
        }
        return report
    }

    /// What happens to every request from now on. It ends by throwing a ``StonithError`` when the connection is lost,
    /// or when more than 4096 events wait to be taken.
    public func watch() -> AsyncThrowingStream<FencingEvent, any Error> {
        let buffering = AsyncThrowingStream<FencingEvent, any Error>.Continuation.BufferingPolicy.bufferingOldest(4096)
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: FencingEvent.self, throwing: (any Error).self, bufferingPolicy: buffering)
        guard let interruption = Interruption() else {
            continuation.finish(throwing: StonithError.noResources(errno: EMFILE))
            return stream
        }
        continuation.onTermination = { _ in interruption.interrupt() }
        let error = WaitingThread.start { [self] in
            do throws(StonithError) {
                try follow(continuation, interruption)
            } catch { continuation.finish(throwing: error) }
        }
        if error != 0 { continuation.finish(throwing: StonithError.noResources(errno: error)) }
        return stream
    }
}

// MARK: Waiting

extension StonithClient {
    private var deadline: Instant { .now().adding(milliseconds: patience.milliseconds) }

    private func connect(_ interruption: Interruption) throws(DaemonError) -> DaemonConnection {
        try DaemonConnection(path: socket, client: name, until: deadline, interruption: interruption)
    }

    private func ask(_ verb: ControlRequest.Verb) async throws(StonithError) -> ControlReply.Body {
        try await wait { interruption throws(DaemonError) in
            try connect(interruption).ask(verb, until: deadline)
        }
    }

    private func follow(
        _ continuation: AsyncThrowingStream<FencingEvent, any Error>.Continuation, _ interruption: Interruption
    ) throws(StonithError) {
        var fellBehind = false
        do throws(DaemonError) {
            let connection = try connect(interruption)
            _ = try connection.ask(.watch, until: deadline)
            while !fellBehind, let message = try connection.nextMessage() {
                guard case .event(let event) = message else { continue }
                if case .dropped = continuation.yield(event) { fellBehind = true }
            }
        } catch { throw StonithError(error) }
        throw .fellBehind
    }

    /// Does the work in a thread of its own; a cancelled task interrupts it.
    private func wait<Value: Sendable>(
        _ work: @escaping @Sendable (Interruption) throws(DaemonError) -> Value
    ) async throws(StonithError) -> Value {
        guard let interruption = Interruption() else { throw .noResources(errno: EMFILE) }
        let result: Result<Value, StonithError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let error = WaitingThread.start {
                    do throws(DaemonError) {
                        continuation.resume(returning: .success(try work(interruption)))
                    } catch { continuation.resume(returning: .failure(StonithError(error))) }
                }
                if error != 0 { continuation.resume(returning: .failure(.noResources(errno: error))) }
            }
        } onCancel: {
            interruption.interrupt()
        }
        return try result.get()
    }
}

extension Duration {
    /// Whole milliseconds; the largest number where there are more.
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isBeyond) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, isBeyondAsWell) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return isBeyond || isBeyondAsWell ? (seconds < 0 ? .min : .max) : sum
    }
}
