import ClusterModel
import Execution
import Foundation
import NIOCore
import NIOPosix
import Runtime
import TestRig
import Wire

/// A loop with fork servers of a script that writes its number into `ran`, and ends once there is a file `go`.
final class AgentRoom: Sendable {
    let folder: TemporaryFolder
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let script: String

    init() throws {
        folder = try TemporaryFolder()
        script = try folder.write(
            "own", "#!/bin/sh\necho $$ >>$folder/ran\nwhile [ ! -e $folder/go ]; do sleep 0.01; done\n", mode: 0o755)
        try FileManager.default.createDirectory(atPath: folder.path("exec"), withIntermediateDirectories: false)
    }

    deinit { try? group.syncShutdownGracefully() }

    var execFolder: String { folder.path("exec") }

    /// The processes that the script was, so far.
    var ran: [pid_t] { ((try? folder.read("ran")) ?? "").split(separator: "\n").compactMap { pid_t($0) } }

    /// The fork servers' sockets that lie there.
    var doors: [String] { KeptServer.paths(in: execFolder) }

    /// On the loop, where fork servers live.
    func onLoop<Result: Sendable>(_ body: @escaping @Sendable (any EventLoop) throws -> Result) throws -> Result {
        let loop = group.next()
        return try loop.submit { try body(loop) }.wait()
    }

    func agentServer(_ events: AgentEvents) throws -> NIOLoopBound<AgentServer> {
        guard let type = DeviceType("external/own") else { preconditionFailure("a good type") }
        return try onLoop { [script, execFolder] loop in
            let server = AgentServer(
                .script(script), type: type, program: Stage.shared.executor, keptIn: execFolder, on: loop,
                listener: events)
            server.start()
            return NIOLoopBound(server, eventLoop: loop)
        }
    }

    /// A fork server as the daemon before had it, with action 7 begun; and that daemon is gone.
    func leftOver(_ action: AgentAction = .reset, milliseconds: Int64 = 30_000) throws -> Child {
        let (ours, theirs) = try Descriptor.socketPair()
        let null = try Descriptor.null()
        let arguments = ["stonith-exec", "--keep", "\(execFolder)/old", "--script", script]
        let child = try Child(
            path: Stage.shared.executor, arguments: arguments, environment: [],
            descriptors: [null, null, null, theirs], sharesSignals: false)
        let frame = ExecRequest.act(id: 7, order(action, milliseconds: milliseconds)).encoded()
        _ = frame.withUnsafeBytes { write(ours.number, $0.baseAddress, $0.count) }
        guard eventually({ ran.count == 1 }) else { throw POSIXError(.ETIMEDOUT) }
        return child
    }

    func keptServer(_ path: String, _ events: AgentEvents) throws -> NIOLoopBound<KeptServer> {
        try onLoop { loop in
            let server = KeptServer(path, on: loop, listener: events)
            server.connect()
            return NIOLoopBound(server, eventLoop: loop)
        }
    }

    func order(_ action: AgentAction = .reset, milliseconds: Int64 = 30_000) -> ExecRequest.Order {
        ExecRequest.Order(
            action: action, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + milliseconds,
            parameters: [Parameter(name: "folder", value: Secret(folder.root))])
    }
}
