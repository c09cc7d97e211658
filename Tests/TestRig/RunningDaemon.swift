import Foundation
import Synchronization

/// The staged `stonithd` in the foreground, with a configuration, a socket, logs and a history of its own.
public final class RunningDaemon: Sendable {
    public struct Failure: Error {
        public var text: String
    }

    public let folder: TemporaryFolder
    public let stage: Stage
    public let node: String
    private let environment: [String: String]
    /// What runs the staged program where the test needs it, such as `ClusterNetwork.wrap`.
    private let wrapper: String?
    /// Hears of an end that nobody asked for.
    private let complain: @Sendable (String) -> Void
    private let hasPolicy: Bool
    private let options: [String]
    private let process = Mutex<RunningProcess?>(nil)

    /// Starts it and waits until it serves.
    ///
    /// - Parameters:
    ///   - configuration: In crm shell's words.
    ///   - policy: Who may do what; nil for the default policy.
    ///   - options: More than those that every test has.
    ///   - environment: More than the plain one.
    public init(
        _ configuration: String, policy: String? = nil, stage: Stage = .shared, node: String = "pm02",
        options: [String] = [], environment: [String: String] = [:], wrapper: String? = nil,
        complain: @escaping @Sendable (String) -> Void
    ) throws {
        folder = try TemporaryFolder()
        self.stage = stage
        self.node = node
        self.environment = ProcessRun.plainEnvironment.merging(environment) { $1 }
        self.complain = complain
        self.wrapper = wrapper
        hasPolicy = policy != nil
        self.options = options
        // Others may look in, as they may into /run/stonith.
        try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: folder.root)
        try write(configuration: configuration)
        if let policy { try write(policy: policy) }
        try start()
    }

    deinit { end() }

    public var socket: String { folder.path("sock") }
    public var configuration: String { folder.path("stonith.crm") }

    public func write(configuration text: String) throws { try folder.write("stonith.crm", text, mode: 0o600) }

    public func write(policy text: String) throws { try folder.write("policy", text, mode: 0o600) }

    /// The command line, without `-f`.
    public var arguments: [String] {
        [
            "--node", node, "--config", configuration, "--socket", socket, "--state", folder.path("state"),
            "--log", folder.path("ha-log"), "--readable-log", folder.path("readable"),
        ] + (hasPolicy ? ["--policy", folder.path("policy")] : []) + options
    }

    // MARK: Its life

    /// Starts it (again) and waits until it serves.
    public func start() throws {
        let running = try RunningProcess(
            wrapper ?? stage.stonithd, ["-f"] + arguments, environment: environment, output: folder.path("errors"))
        process.withLock { $0 = running }
        let serves = eventually { running.isOver || (try? SocketClient(socket)) != nil }
        guard serves, !running.isOver else {
            process.withLock { $0 = nil }
            throw Failure(text: "stonithd does not serve: \((try? folder.read("errors")) ?? "")")
        }
    }

    public var isAlive: Bool { process.withLock { $0?.isOver == false } }

    public var pid: pid_t { process.withLock { $0?.pid ?? -1 } }

    public func signal(_ number: Int32) { process.withLock { $0 }?.signal(number) }

    /// Its exit status once it ends; nil when it still runs by then.
    public func wait(seconds: Double = 10) -> Int32? {
        guard let status = process.withLock({ $0 })?.wait(seconds: seconds) else { return nil }
        process.withLock { $0 = nil }
        return status
    }

    /// SIGTERM, and its exit status.
    public func stop(seconds: Double = 10) -> Int32? {
        signal(SIGTERM)
        return wait(seconds: seconds)
    }

    /// The second SIGTERM hands back what is open.
    private func end() {
        guard let running = process.withLock({ $0 }) else { return }
        if let status = running.wait(seconds: 0) {
            return complain("stonithd ended by itself (\(status)): \((try? folder.read("errors")) ?? "")")
        }
        running.signal(SIGTERM)
        if running.wait(seconds: 1) == nil { running.signal(SIGTERM) }
        let status = running.wait(seconds: 10)
        if status != 0 {
            complain("stonithd did not end well after SIGTERM: \(status.map { "\($0)" } ?? "still runs")")
        }
    }

    // MARK: Asking it

    public func connect() throws -> SocketClient { try SocketClient(socket) }

    /// Sends a request on a connection of its own and answers the first line that is no event of a request, or `done`.
    public func request(_ json: String, seconds: Double = 10) throws -> String {
        let client = try connect()
        client.sendLine(json)
        let end = DispatchTime.now() + seconds
        while DispatchTime.now() < end, let line = client.readLine(seconds: seconds) {
            if ["reply", "error", "done"].contains(where: { line.hasPrefix(#"{"event":"\#($0)""#) }) { return line }
        }
        throw Failure(text: "no answer to \(json)")
    }

    /// Runs the staged `stonith` with this daemon's socket in its environment.
    public func stonith(_ arguments: [String], seconds: Double = 30) throws -> ProcessRun {
        try stage.stonith(arguments, environment: ["STONITH_SOCKET": socket], seconds: seconds)
    }

    /// The same, beside the test; what it prints goes into that file of the folder.
    public func begin(_ arguments: [String], output: String = "fence.out") throws -> RunningProcess {
        let environment = ProcessRun.plainEnvironment.merging(["STONITH_SOCKET": socket]) { $1 }
        return try RunningProcess(
            stage.stonith, arguments, environment: environment, output: folder.path(output))
    }

    // MARK: What it wrote

    /// The lines of the raw log.
    public var log: [String] { lines("ha-log") }

    /// The lines that an operator reads.
    public var readable: [String] { lines("readable") }

    private func lines(_ name: String) -> [String] {
        ((try? folder.read(name)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Waits for a line of the raw log that has this in it.
    public func logs(_ part: String, times: Int = 1, withinSeconds bound: Double = 10) -> Bool {
        eventually(withinSeconds: bound) { log.count { $0.contains(part) } >= times }
    }

    // MARK: What it uses

    public var descriptors: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []).count
    }

    /// Of its own memory, in KiB.
    public var residentKiB: Int {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    /// Its child processes, those with that word in their command line.
    public func children(_ word: String? = nil) -> [pid_t] {
        // The kernel keeps them by the thread that began them.
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        let text = threads.map { thread in
            (try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/children", encoding: .utf8)) ?? ""
        }.joined(separator: " ")
        return text.split(separator: " ").compactMap { pid_t($0) }.filter { child in
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(child)/cmdline"))) ?? Data()
            return word.map { String(decoding: line, as: UTF8.self).contains($0) } ?? true
        }
    }
}
