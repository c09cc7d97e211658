import ClusterModel
import Control
import Foundation
import TestRig

/// The staged `stonithd` with a configuration of its own, and one connection to it, which is kept.
final class BenchDaemon {
    private let folder: TemporaryFolder
    private let stage: Stage
    private var process: RunningProcess
    private var connection: DaemonConnection

    static let node = "bench"
    private static let startMilliseconds: Int64 = 20_000
    private static let waitMilliseconds: Int64 = 120_000

    /// - Parameter configuration: crm shell syntax.
    init(_ configuration: [String], stage: Stage = .shared) throws {
        folder = try TemporaryFolder()
        let lines =
            configuration + ["property stonith-timeout=\"120s\" stonith-storm-limit=none stonith-loop-limit=none"]
        try folder.write("stonith.crm", lines.joined(separator: "\n") + "\n", mode: 0o600)
        self.stage = stage
        (process, connection) = try Self.start(folder, stage)
    }

    /// Starts it and waits until it serves.
    private static func start(_ folder: TemporaryFolder, _ stage: Stage) throws -> (RunningProcess, DaemonConnection) {
        let arguments = [
            "--foreground", "--node", node, "--config", folder.path("stonith.crm"), "--socket",
            folder.path("sock"), "--state", folder.path("state"), "--log", folder.path("log"), "--readable-log",
            folder.path("readable"),
        ]
        let process = try RunningProcess(
            "\(stage.prefix)/sbin/stonithd", arguments, output: folder.path("errors"))
        while !process.isOver {
            let end = Instant.now().adding(milliseconds: startMilliseconds)
            if let connection = try? DaemonConnection(path: folder.path("sock"), client: "bench", until: end) {
                return (process, connection)
            }
            poll(nil, 0, 1)
        }
        throw Measuring.Failure.failed(try folder.read("errors"))
    }

    /// Kills it at once and starts it again; the milliseconds until it serves.
    func restart() throws -> Double {
        process.signal(SIGKILL)
        _ = process.wait(seconds: 10)
        return try Measuring.clocked { (process, connection) = try Self.start(folder, stage) }
    }

    deinit {
        process.signal(SIGTERM)
        _ = process.wait(seconds: 10)
    }

    var pid: Int32 { process.pid }

    /// Asks for a reset of each node, without waiting between them, and answers the milliseconds until the last is
    /// confirmed. Each must be.
    ///
    /// - Parameter timeoutMilliseconds: of each request; nil: as configured.
    func fence(_ nodes: [String], timeoutMilliseconds: Int64? = nil) throws -> Double {
        let requests = try nodes.map { try Self.request($0, timeoutMilliseconds) }
        let end = Instant.now().adding(milliseconds: Self.waitMilliseconds)
        return try Measuring.clocked {
            for request in requests { try connection.send(request, until: end) }
            var open = requests.count
            while open > 0 {
                guard let message = try connection.nextMessage(until: end) else {
                    throw Measuring.Failure.failed("\(open) of \(nodes.count) are not answered")
                }
                if try Self.isDone(message) { open -= 1 }
            }
        }
    }

    /// How long one reset took by the daemon's own clock, from its arrival to its answer.
    func fenceMilliseconds(_ node: String) throws -> Int64 {
        let end = Instant.now().adding(milliseconds: Self.waitMilliseconds)
        try connection.send(try Self.request(node), until: end)
        while let message = try connection.nextMessage(until: end) {
            guard try Self.isDone(message), case .event(let event) = message, case .done(let record) = event.body
            else { continue }
            return record.milliseconds ?? 0
        }
        throw Measuring.Failure.failed("\(node) is not answered")
    }

    private static func request(_ node: String, _ timeoutMilliseconds: Int64? = nil) throws -> ControlRequest {
        guard let name = NodeName(node) else { throw Measuring.Failure.failed("\(node) is not a node's name") }
        var order = FenceOrder(id: .fresh(), node: name)
        order.timeoutMilliseconds = timeoutMilliseconds
        return ControlRequest(.fence(order))
    }

    private static func isDone(_ message: DaemonMessage) throws -> Bool {
        switch message {
        case .event(let event):
            guard case .done(let record) = event.body else { return false }
            guard record.verdict?.outcome == .fenced else {
                throw Measuring.Failure.failed("\(event.node): \(record.verdict?.text ?? "")")
            }
            return true
        case .error(let error): throw Measuring.Failure.failed(error.text)
        case .hello, .reply: return false
        }
    }
}
