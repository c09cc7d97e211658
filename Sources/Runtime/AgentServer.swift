import Agents
import ClusterModel
import Execution
import Glibc
import NIOCore
import NIOPosix
import Wire

/// A `stonith-exec` on the daemon's loop: one plugin, script or RHCS agent, each action in a process of its own. It is
/// started again when it is lost.
public final class AgentServer {
    /// What it hears of the agents. Called on the loop.
    public protocol Listener: AnyObject {
        /// The agent is loaded; a script says nothing of itself.
        func ready(_ server: AgentServer)
        /// It cannot be used; it is tried again.
        func unusable(_ server: AgentServer, _ reason: String)
        func began(_ action: UInt64, pid: Int32)
        func progress(_ action: UInt64, _ text: String)
        /// Nothing of the action runs any more.
        func ended(_ action: UInt64, _ outcome: AgentOutcome)
        /// It works, but a daemon after this one will not find it.
        func unkept(_ server: AgentServer, _ path: String)
    }

    private struct Work {
        var order: ExecRequest.Order
        var collector: OutcomeCollector
        var isSent: Bool
        /// Of its process, which leads a group; 0 until it runs.
        var pid: Int32 = 0
    }

    private enum State {
        /// → ready, down
        case starting(Child)
        /// → down
        case ready(Child, Channel)
        /// It is started again soon → starting
        case down
        /// The daemon wants it no more.
        case closed
    }

    public let agent: DeviceCatalog.Agent
    public let type: DeviceType
    private let program: String
    /// Where the sockets lie at which a daemon after this one finds what runs; nil for an alert's program.
    private let folder: String?
    private let loop: any EventLoop
    private weak var listener: (any Listener)?
    private var state = State.down
    private var works: [UInt64: Work] = [:]
    private var channel: Channel?
    /// Of the process that runs now.
    private var door: String?
    /// What it has the results of, until they are safe.
    private var kept: Set<UInt64> = []
    private var isFlushing = false
    private var restarts: Int64 = 0
    private var restarting: Scheduled<Void>?
    /// Counts the processes: what the socket of one before says is of no meaning any more.
    private var generation: UInt64 = 0
    /// What the plugin says of itself; nil for a script or agent, and until it is loaded.
    public private(set) var description: DeviceDescription?

    /// A server that has not introduced itself by then is started again.
    private static let startMilliseconds: Int64 = 20_000
    private static let restartMillisecondsMax: Int64 = 30_000

    /// - Parameters:
    ///   - program: path of `stonith-exec`.
    ///   - folder: of the sockets at which a daemon after this one finds what runs (`KeptServer.paths`); nobody else
    ///     may enter it. Nil for an alert's program: nothing of it is kept, it is run without arguments, and its
    ///     environment says all.
    public init(
        _ agent: DeviceCatalog.Agent, type: DeviceType, program: String, keptIn folder: String?,
        on loop: any EventLoop, listener: any Listener
    ) {
        self.agent = agent
        self.type = type
        self.program = program
        self.folder = folder
        self.loop = loop
        self.listener = listener
    }

    public var isReady: Bool {
        if case .ready = state { return true }
        return false
    }

    public func start() {
        do {
            let (child, socket) = try spawn()
            state = .starting(child)
            connect(socket)
            watchStart()
        } catch {
            lost(error.text)
        }
    }

    private func watchStart() {
        let (milliseconds, generation) = (Self.startMilliseconds, generation)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) { [weak self] in
            guard let self, self.generation == generation, case .starting = self.state else { return }
            self.lost("it has not introduced itself within \(milliseconds / 1000) s")
        }
    }

    private func spawn() throws(SpawnError) -> (Child, Descriptor) {
        let (ours, theirs) = try Descriptor.socketPair()
        let null = try Descriptor.null()
        let errors = try Descriptor.standardError()
        let what =
            switch agent {
            case .native(let path): [path]
            case .script(let path): [folder == nil ? "--alert" : "--script", path]
            case .agent(let path): ["--agent", path]
            }
        door = folder.map { "\($0)/\(String(UInt64.random(in: .min ... .max), radix: 16))" }
        let keep = door.map { ["--keep", $0] } ?? []
        let child = try Child(
            path: program, arguments: [program, "--lock"] + keep + what, environment: Environment.entries,
            descriptors: [null, errors, errors, theirs], sharesSignals: false,
            scheduling: folder == nil ? .ordinary : .asThisProcess)
        return (child, ours)
    }

    private func connect(_ socket: Descriptor) {
        let generation = generation
        let handler = AgentChannelHandler(
            received: { [weak self] reply in
                guard let self, self.generation == generation else { return }
                self.received(reply)
            },
            closed: { [weak self] reason in
                guard let self, self.generation == generation else { return }
                self.lost(reason)
            })
        let box = NIOLoopBound(handler, eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(box.value) }
            }
            .withConnectedSocket(socket.release())
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let channel) where self.generation == generation: self.channel = channel
                case .success(let channel): channel.close(promise: nil)
                case .failure(let error) where self.generation == generation:
                    self.lost("its socket cannot be used: \(error)")
                case .failure: break
                }
            }
    }

    // MARK: Orders

    /// - Parameter request: How an RHCS agent is asked; its lines are the order's parameters.
    public func begin(_ action: UInt64, _ order: ExecRequest.Order, as request: RHCSRequest? = nil) {
        let collector = OutcomeCollector(action: order.action, program: program(request, order.action))
        works[action] = Work(order: order, collector: collector, isSent: false)
        guard !isReady else { return send(action) }
        giveUpUnsent(action, by: Instant(milliseconds: order.deadlineMilliseconds))
        guard case .down = state else { return }
        // Whoever wants it now finds out now, and not when the next attempt is due.
        restarting?.cancel()
        start()
    }

    private func giveUpUnsent(_ action: UInt64, by deadline: Instant) {
        let span = max(0, deadline.milliseconds(since: .now()))
        loop.assumeIsolated().scheduleTask(in: .milliseconds(span)) { [weak self] in
            guard let self, self.works[action]?.isSent == false else { return }
            let text = "stonith-exec for \(self.type) has not started in time; nothing was done"
            self.end(action, AgentOutcome(code: .timeout, text: text, cause: "deadline"))
        }
    }

    private func send(_ action: UInt64) {
        guard let order = works[action]?.order else { return }
        let frame = ExecRequest.act(id: action, order).encoded()
        guard frame.count <= ExecRequest.bytesMax else {
            let text = "its parameters have \(frame.count) bytes, and \(ExecRequest.bytesMax) are allowed"
            return end(action, AgentOutcome(code: .badConfig, text: text, cause: "too-long"))
        }
        works[action]?.isSent = true
        // What the plugin needs of the order's secrets is on its way; nothing here keeps them.
        works[action]?.order.parameters = []
        write(frame)
    }

    public func cancel(_ action: UInt64) {
        guard let work = works[action] else { return }
        guard work.isSent else {
            return end(action, AgentOutcome(code: .oops, text: "it was cancelled before it began", cause: "cancelled"))
        }
        write(ExecRequest.cancel(id: action).encoded())
    }

    /// The orders of one turn of the loop leave together.
    private func write(_ frame: [UInt8]) {
        guard case .ready(_, let channel) = state else { return }
        channel.write(channel.allocator.buffer(bytes: frame), promise: nil)
        guard !isFlushing else { return }
        isFlushing = true
        loop.assumeIsolated().execute {
            self.isFlushing = false
            self.channel?.flush()
        }
    }

    private func end(_ action: UInt64, _ outcome: AgentOutcome) {
        guard works.removeValue(forKey: action) != nil else { return }
        listener?.ended(action, outcome)
    }

    // MARK: Replies

    private func received(_ reply: ExecReply) {
        switch reply {
        case .ready(let description): introduced(description)
        case .refused(let reason): lost("the plugin cannot be used: \(reason)")
        case .begun(let action, let begun): self.begun(action, begun.pid)
        case .said(let action, .progress, let text): listener?.progress(action, text)
        case .said(let action, let saying, let text): works[action]?.collector.hear(saying, text)
        case .done(let action, let result): done(action, result)
        case .caughtUp: break
        }
    }

    private func begun(_ action: UInt64, _ pid: Int32) {
        works[action]?.pid = pid
        listener?.began(action, pid: pid)
    }

    private func introduced(_ description: DeviceDescription) {
        guard case .starting(let child) = state, let channel else { return lost("it introduced itself twice") }
        if case .native(let file) = agent, description.type != type.description {
            return lost("plugin \(file) says its type is \(description.type): rename one or the other")
        }
        state = .ready(child, channel)
        if let door, access(door, F_OK) != 0 { listener?.unkept(self, door) }
        if case .native = agent { self.description = description }
        listener?.ready(self)
        for action in works.keys.sorted() where works[action]?.isSent == false { send(action) }
    }

    private func program(_ request: RHCSRequest?, _ action: AgentAction) -> OutcomeCollector.Program {
        switch agent {
        case .native: .plugin
        case .script: .script
        case .agent: .agent(request ?? .found(type, action))
        }
    }

    private func done(_ action: UInt64, _ result: ExecReply.Result) {
        guard let work = works[action] else { return }
        restarts = 0
        if folder != nil { kept.insert(action) }
        end(action, work.collector.finish(result))
        // What nobody's power hangs on is not worth keeping.
        if !work.order.action.changesPower { forget(action) }
    }

    /// The outcome of the action is safe: a daemon after this one needs no word of it.
    public func forget(_ action: UInt64) {
        guard kept.remove(action) != nil else { return }
        write(ExecRequest.forget(id: action).encoded())
    }

    // MARK: Its end

    /// Everything it had to do has failed, or nobody knows what came of it.
    private func lost(_ reason: String) {
        if case .closed = state { return }
        forgetProcess(.down)
        listener?.unusable(self, reason)
        let text = "stonith-exec for \(type) was lost: \(reason)"
        for action in works.keys.sorted() {
            guard let work = works[action] else { continue }
            let lost = LostAction(action: work.order.action, isSent: work.isSent, pid: work.pid)
            lost.end(on: loop) { self.end(action, lost.outcome(text)) }
        }
        restart()
    }

    /// Nothing more is heard of the process, and its actions die with it.
    private func forgetProcess(_ next: State) {
        let child = child
        state = next
        generation += 1
        channel?.close(promise: nil)
        channel = nil
        if let door { unlink(door) }
        door = nil
        kept = []
        child.map(bury)
    }

    private var child: Child? {
        switch state {
        case .starting(let child), .ready(let child, _): child
        case .down, .closed: nil
        }
    }

    /// At once the first time, then after a second, two, four, at most thirty.
    private func restart() {
        let delay = restarts == 0 ? 0 : min(Self.restartMillisecondsMax, 500 << min(restarts, 10))
        restarts += 1
        restarting?.cancel()
        restarting = loop.assumeIsolated().scheduleTask(in: .milliseconds(delay)) { [weak self] in
            guard let self, case .down = self.state else { return }
            self.start()
        }
    }

    /// Until the kernel gives it back. One that waits for a dead disk may take for ever.
    private func bury(_ child: Child) {
        child.killGroup()
        guard !child.isOver() else { return }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(20)) { self.bury(child) }
    }

    /// Ends it: what it is doing is cancelled, and still reported.
    public func close() {
        restarting?.cancel()
        forgetProcess(.closed)
        for action in works.keys.sorted() {
            end(action, AgentOutcome(code: .oops, text: "stonithd ends", cause: "cancelled"))
        }
    }

    public var isIdle: Bool { works.isEmpty }
}
