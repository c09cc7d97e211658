import Agents
import ClusterModel
import Execution
import Glibc
import NIOCore
import NIOPosix
import Wire

/// A `stonith-exec` that was left over when the daemon before this one crashed: it goes on with what it was asked, and
/// keeps what came of it.
///
/// Once it has caught up, and every result is forgotten, it is closed by itself.
public final class KeptServer {
    /// What it hears. Called on the loop.
    public protocol Listener: AnyObject {
        /// An action that it runs, or has the result of. `pid` is 0 where it had no process.
        func found(
            _ server: KeptServer, _ action: UInt64, pid: Int32, _ what: AgentAction, target: String, deadline: Instant)
        /// Nothing of the action runs any more. Forget it once the outcome is safe.
        func ended(_ server: KeptServer, _ action: UInt64, _ outcome: AgentOutcome)
        /// It has told all that it keeps; what comes from now on is new.
        func caughtUp(_ server: KeptServer)
        /// Nothing is there, or it broke. What it ran is dead and has been reported; comes once, and nothing after it.
        func lost(_ server: KeptServer, _ reason: String)
    }

    private struct Work {
        var begun: ExecReply.Begun
        var collector: OutcomeCollector
    }

    private enum State {
        /// → catchingUp, closed
        case connecting
        /// → caughtUp, closed
        case catchingUp
        /// → closed
        case caughtUp
        case closed
    }

    public let path: String
    private let loop: any EventLoop
    private weak var listener: (any Listener)?
    private var state = State.connecting
    private var channel: (any Channel)?
    private var peer: PeerCredentials?
    private var kind = DeviceKind.power(evidenceMax: .readBack)
    private var type = ""
    private var works: [UInt64: Work] = [:]
    /// Ended, and not forgotten.
    private var kept: Set<UInt64> = []

    /// One that has not told what it keeps by then never will.
    private static let catchUpMilliseconds: Int64 = 5000

    /// The sockets of servers that are left over in the folder; in some of them nobody may be any more.
    public static func paths(in folder: String) -> [String] {
        FolderNames.sorted(in: folder).map { "\(folder)/\($0)" }
    }

    public init(_ path: String, on loop: any EventLoop, listener: any Listener) {
        self.path = path
        self.loop = loop
        self.listener = listener
    }

    // MARK: Finding it

    public func connect() {
        let handler = AgentChannelHandler(
            received: { [weak self] in self?.received($0) }, closed: { [weak self] in self?.lost($0) })
        let box = NIOLoopBound(handler, eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(box.value) }
            }
            .connect(unixDomainSocketPath: path)
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let channel): self.connected(channel)
                case .failure(let error): self.notThere(error)
                }
            }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.catchUpMilliseconds)) { [weak self] in
            guard let self else { return }
            switch self.state {
            case .connecting, .catchingUp: self.lost("it does not say what it keeps")
            case .caughtUp, .closed: break
            }
        }
    }

    /// A socket that nobody serves is of no use to anybody.
    private func notThere(_ error: any Error) {
        if let error = error as? IOError, error.errnoCode == ECONNREFUSED { unlink(path) }
        lost("nobody serves it any more (\(error))")
    }

    private func connected(_ channel: any Channel) {
        guard case .connecting = state else { return channel.close(promise: nil) }
        self.channel = channel
        state = .catchingUp
        peer = PeerCredentials.of(channel)
    }

    // MARK: What it says

    private func received(_ reply: ExecReply) {
        switch reply {
        case .ready(let description):
            kind = description.kind
            type = description.type
        case .refused(let reason): lost(reason)
        case .begun(let action, let begun): self.begun(action, begun)
        case .said(_, .progress, _): break
        case .said(let action, let saying, let text): works[action]?.collector.hear(saying, text)
        case .done(let action, let result): done(action, result)
        case .caughtUp:
            guard case .catchingUp = state else { return }
            state = .caughtUp
            listener?.caughtUp(self)
            closeIfDone()
        }
    }

    private func begun(_ action: UInt64, _ begun: ExecReply.Begun) {
        let collector = OutcomeCollector(action: begun.action, kind: kind, program: program(for: begun.action))
        works[action] = Work(begun: begun, collector: collector)
        listener?.found(
            self, action, pid: begun.pid, begun.action, target: begun.target,
            deadline: Instant(milliseconds: begun.deadlineMilliseconds))
    }

    /// A script is of no type, and an agent of its own name.
    private func program(for action: AgentAction) -> OutcomeCollector.Program {
        if type.isEmpty { return .script }
        guard let type = DeviceType(type), type.isAgent else { return .plugin }
        return .agent(.found(type, action))
    }

    private func done(_ action: UInt64, _ result: ExecReply.Result) {
        guard let work = works.removeValue(forKey: action) else { return }
        kept.insert(action)
        listener?.ended(self, action, work.collector.finish(result))
        // What nobody's power hangs on is not worth keeping.
        if !work.begun.action.changesPower { forget(action) }
    }

    // MARK: Asking it

    public func cancel(_ action: UInt64) { if works[action] != nil { write(.cancel(id: action)) } }

    /// The outcome of the action is safe.
    public func forget(_ action: UInt64) {
        guard kept.remove(action) != nil else { return }
        write(.forget(id: action))
        closeIfDone()
    }

    private func write(_ request: ExecRequest) {
        guard let channel else { return }
        channel.writeAndFlush(channel.allocator.buffer(bytes: request.encoded()), promise: nil)
    }

    private func closeIfDone() {
        guard case .caughtUp = state, works.isEmpty, kept.isEmpty else { return }
        close()
    }

    /// Ends it: what it runs is cancelled, and what it keeps is dropped. Nothing more is heard of it.
    public func close() {
        write(.close)
        forgetChannel()
    }

    private func forgetChannel() {
        state = .closed
        channel?.close(promise: nil)
        channel = nil
    }

    private func lost(_ reason: String) {
        if case .closed = state { return }
        // One that breaks the rules must not act later, unseen; it is there as long as the connection is.
        if channel?.isActive == true, let pid = peer?.pid, pid > 1 { kill(-pid, SIGKILL) }
        forgetChannel()
        report(works.keys.sorted(), "the stonith-exec of the daemon before was lost: \(reason)")
        loop.assumeIsolated().execute { self.sayLost(reason) }
    }

    private func report(_ actions: [UInt64], _ text: String) {
        for action in actions {
            guard let begun = works[action]?.begun else { continue }
            let lost = LostAction(action: begun.action, isSent: true, pid: begun.pid)
            lost.end(on: loop) {
                self.works[action] = nil
                self.listener?.ended(self, action, lost.outcome(text))
            }
        }
    }

    /// After the last of its actions.
    private func sayLost(_ reason: String) {
        guard works.isEmpty else {
            loop.assumeIsolated().scheduleTask(in: .milliseconds(2)) { self.sayLost(reason) }
            return
        }
        listener?.lost(self, reason)
    }
}
