import ClusterModel
import Execution
import Foundation
import TestRig
import Wire

/// A `stonith-exec --keep` with a client that a test can take away.
final class KeptExec {
    let folder: TemporaryFolder
    let door: String
    let client: ExecConnection
    private let child: Child

    var pid: pid_t { child.pid }

    /// - Parameters:
    ///   - agent: arguments behind the options: a plugin's path, or `--script` and a script's.
    ///   - wrapper: what runs it, with the path of a program first.
    init(
        _ stage: Stage = .shared, in folder: TemporaryFolder, _ agent: [String], through wrapper: [String] = []
    ) throws {
        self.folder = folder
        door = folder.path("door")
        let (ours, theirs) = try Descriptor.socketPair()
        let null = try Descriptor.null()
        let command = wrapper + [stage.executor, "--keep", door] + agent
        child = try Child(
            path: command[0], arguments: command, environment: [],
            descriptors: [null, null, null, theirs], sharesSignals: false)
        client = ExecConnection(ours)
        guard case .ready = try client.next() else { throw ProcessRun.Failure.tookTooLong("READY", seconds: 10) }
    }

    /// One whose script writes its number into `ran`, and ends once there is a file `go`.
    convenience init(waitingIn folder: TemporaryFolder) throws {
        let script = try folder.write(
            "own", "#!/bin/sh\necho $$ >>$folder/ran\necho at work\nwhile [ ! -e $folder/go ]; do sleep 0.01; done\n",
            mode: 0o755)
        try self.init(in: folder, ["--script", script])
    }

    deinit { child.killGroup() }

    func order(_ action: AgentAction = .reset, milliseconds: Int64 = 30_000, _ more: [String: String] = [:])
        -> ExecRequest.Order
    {
        let values = more.merging(["folder": folder.root]) { $1 }
        return ExecRequest.Order(
            action: action, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + milliseconds,
            parameters: values.map { Parameter(name: $0.key, value: Secret($0.value)) })
    }

    /// The processes that the script was, so far.
    var ran: [pid_t] { ((try? folder.read("ran")) ?? "").split(separator: "\n").compactMap { pid_t($0) } }

    func hasEnded() -> Bool { eventually { child.isOver() } }

    /// A further client, once it has been told all.
    func reconnect() throws -> (ExecConnection, [ExecReply]) {
        guard let connection = ExecConnection(to: door) else { throw POSIXError(.ECONNREFUSED) }
        return (connection, try connection.catchUp())
    }
}
