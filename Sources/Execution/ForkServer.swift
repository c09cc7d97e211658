import Agents
import ClusterModel
import Glibc
import Wire

/// A running `stonith-exec`: one plugin, loaded once, or one external script or RHCS agent; each action in a process of
/// its own.
///
/// Blocks while it waits. `stonith-exec` enforces the deadline of each action; this side only guards against a
/// `stonith-exec` that is itself lost.
public final class ForkServer {
    public enum Failure: Error, Equatable, Sendable {
        case spawn(SpawnError)
        /// The plugin cannot be used; the reason is `stonith-exec`'s.
        case refused(plugin: String, reason: String)
        case lost(plugin: String, how: String)
        case protocolError(plugin: String, WireError)
        case orderTooLong(plugin: String, bytes: Int)

        public var text: String {
            switch self {
            case .spawn(let error): error.text
            case .refused(let plugin, let reason): "plugin \(plugin) cannot be used: \(reason)"
            case .lost(let plugin, let how): "plugin \(plugin): \(how)"
            case .orderTooLong(let plugin, let bytes):
                "plugin \(plugin): the parameters have \(bytes) bytes, and \(ExecRequest.bytesMax) are allowed"
            case .protocolError(let plugin, let error): "plugin \(plugin): stonith-exec sent nonsense (\(error))"
            }
        }
    }

    /// What a caller hears of the actions it began.
    public enum Event: Sendable {
        /// Its process.
        case begun(id: UInt64, pid: Int32)
        case progress(id: UInt64, String)
        case finished(id: UInt64, AgentOutcome)
    }

    /// `stonith-exec` may be this much late with a result before it is taken for lost.
    private static let lateMilliseconds: Int64 = 3000

    private let plugin: String
    private let program: OutcomeCollector.Program
    private let child: Child
    private let socket: Descriptor
    private var unread: ArraySlice<UInt8> = []
    private var collectors: [UInt64: OutcomeCollector] = [:]
    private var nextID: UInt64 = 1
    /// As the plugin says; of a power device, which needs evidence, until it has said.
    private var kind = DeviceKind.power(evidenceMax: .readBack)

    /// What the server's process is.
    public enum Host: Sendable {
        /// The program `stonith-exec` at this path, with its memory locked if told to: for daemons.
        case program(String, locksMemory: Bool)
        /// A copy of the calling process, which must have one thread: for short-lived commands.
        case copy
    }

    /// - Parameter plugin: path of the plugin's shared object, checked already.
    public init(_ host: Host, plugin: String) throws(Failure) {
        self.plugin = plugin
        program = .plugin
        do throws(SpawnError) {
            let (ours, theirs) = try Descriptor.socketPair()
            socket = ours
            switch host {
            case .copy: child = try Child(servingPlugin: plugin, on: theirs)
            case .program(let path, let locksMemory):
                child = try Self.start(path, (locksMemory ? ["--lock"] : []) + [plugin], theirs)
            }
        } catch { throw .spawn(error) }
    }

    /// A server of an external script.
    ///
    /// - Parameters:
    ///   - executor: path of the program `stonith-exec`.
    ///   - script: path of the script, checked already.
    public init(executor: String, script: String) throws(Failure) {
        plugin = script
        program = .script
        do throws(SpawnError) {
            let (ours, theirs) = try Descriptor.socketPair()
            socket = ours
            child = try Self.start(executor, ["--script", script], theirs)
        } catch { throw .spawn(error) }
    }

    /// A server of an RHCS agent.
    ///
    /// - Parameters:
    ///   - executor: path of the program `stonith-exec`.
    ///   - agent: path of the agent, checked already.
    ///   - request: How its answers are to be read.
    public init(executor: String, agent: String, judging request: RHCSRequest) throws(Failure) {
        plugin = agent
        program = .agent(request)
        do throws(SpawnError) {
            let (ours, theirs) = try Descriptor.socketPair()
            socket = ours
            child = try Self.start(executor, ["--agent", agent], theirs)
        } catch { throw .spawn(error) }
    }

    private static func start(_ path: String, _ arguments: [String], _ socket: Descriptor) throws(SpawnError) -> Child {
        let (null, errors) = (try Descriptor.null(), try Descriptor.standardError())
        return try Child(
            path: path, arguments: [path] + arguments, environment: Environment.entries,
            descriptors: [null, errors, errors, socket], sharesSignals: false)
    }

    /// Kills the server, and with it what it runs.
    public func kill() { child.killGroup() }

    /// Waits until the plugin is loaded, and answers what it says of itself.
    public func describe(timeoutMilliseconds: Int64) throws(Failure) -> DeviceDescription {
        switch try reply(until: BootClock.moment(inMilliseconds: timeoutMilliseconds)) {
        case .ready(let description):
            kind = description.kind
            return description
        case .refused(let reason): throw .refused(plugin: plugin, reason: reason)
        case .begun, .said, .done, .caughtUp:
            throw .lost(plugin: plugin, how: "stonith-exec answered before it was asked")
        case nil:
            child.end()
            throw .lost(plugin: plugin, how: "it was not loaded within \(timeoutMilliseconds) ms")
        }
    }

    /// Begins an action and answers its id; its events come from `nextEvent`.
    public func begin(_ order: ExecRequest.Order) throws(Failure) -> UInt64 {
        let id = nextID
        let frame = ExecRequest.act(id: id, order).encoded()
        guard frame.count <= ExecRequest.bytesMax else { throw .orderTooLong(plugin: plugin, bytes: frame.count) }
        nextID += 1
        try send(frame)
        collectors[id] = OutcomeCollector(action: order.action, kind: kind, program: program)
        return id
    }

    /// Tells an action that nobody wants its result any more; it ends soon, by itself or killed, and is still reported.
    public func cancel(_ id: UInt64) throws(Failure) { try send(ExecRequest.cancel(id: id).encoded()) }

    /// The next event of any action; nil when the deadline (CLOCK_BOOTTIME, milliseconds) passed first.
    public func nextEvent(until deadline: Int64) throws(Failure) -> Event? {
        while let reply = try reply(until: deadline) {
            switch reply {
            case .ready, .refused: throw .lost(plugin: plugin, how: "stonith-exec introduced itself twice")
            case .begun(let id, let begun): return .begun(id: id, pid: begun.pid)
            case .caughtUp: continue
            case .said(let id, .progress, let text): return .progress(id: id, text)
            case .said(let id, let saying, let text): collectors[id]?.hear(saying, text)
            case .done(let id, let result):
                if let collector = collectors.removeValue(forKey: id) {
                    return .finished(id: id, collector.finish(result))
                }
            }
        }
        return nil
    }

    /// Runs one action to its end. Never longer than its own timeout and three seconds.
    public func perform(_ order: ExecRequest.Order, progress: (String) -> Void = { _ in }) throws(Failure)
        -> AgentOutcome
    {
        let id = try begin(order)
        let (late, isBeyond) = order.deadlineMilliseconds.addingReportingOverflow(Self.lateMilliseconds)
        let deadline = isBeyond ? .max : late
        while let event = try nextEvent(until: deadline) {
            switch event {
            case .progress(id, let text): progress(text)
            case .finished(id, let outcome): return outcome
            case .begun, .progress, .finished: continue
            }
        }
        child.end()
        throw .lost(plugin: plugin, how: "stonith-exec gave no result in time")
    }

    private func send(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 || errno == EINTR else { throw lost() }
            rest = rest.dropFirst(max(0, sent))
        }
    }

    private func reply(until deadline: Int64) throws(Failure) -> ExecReply? {
        while true {
            do {
                if let reply = try ExecReply.next(from: &unread) { return reply }
            } catch {
                child.end()
                throw .protocolError(plugin: plugin, error)
            }
            guard Poll.readable([socket], until: deadline)[0] else { return nil }
            guard let bytes = socket.readSome() else { throw lost() }
            unread = ArraySlice(Array(unread) + bytes)
        }
    }

    /// The socket is closed, so the process is at its end or will never speak again.
    private func lost() -> Failure {
        let isAtItsEnd = (try? child.endDescriptor()).map {
            Poll.readable([$0], until: BootClock.moment(inMilliseconds: 1000))[0]
        }
        guard isAtItsEnd == true else {
            child.end()
            return .lost(plugin: plugin, how: "stonith-exec closed its socket and went on")
        }
        switch child.wait() {
        case .exited(let status): return .lost(plugin: plugin, how: "stonith-exec ended with status \(status)")
        case .signal(let signal):
            return .lost(plugin: plugin, how: "it crashed stonith-exec while it was loaded (signal \(signal))")
        }
    }
}
