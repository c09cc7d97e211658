import Foundation
import Synchronization
import TestRig

/// A real `stonithd` of the stage, on a socket of its own, that ends with its last owner.
final class DaemonRoom: Sendable {
    private let folder: TemporaryFolder
    private let pid: pid_t
    /// Where `pm03` works, `pm04` cannot, `pm05` needs a person and `pm06` takes half a minute; the own node is `pm02`.
    static let configuration = """
        node pm02
        primitive works stonith:null params hostlist="pm03"
        primitive broken stonith:external/broken params hostlist="pm04"
        primitive person stonith:meatware params hostlist="pm05"
        primitive slow stonith:external/slow params hostlist="pm06"
        primitive own stonith:null params hostlist="pm02"
        property stonith-enabled="true" stonith-timeout="60s"
        """
    let stage: Stage

    private static func script(reset: String) -> String {
        """
        #!/bin/sh
        case $1 in
        getconfignames) echo hostlist ;;
        reset | off) \(reset) ;;
        status) ;;
        *) echo nothing ;;
        esac
        """
    }

    init() throws {
        stage = try Stage.copy()
        try stage.add(script: "broken", Self.script(reset: "echo the switch is jammed >&2; exit 1"))
        folder = try TemporaryFolder()
        try stage.add(script: "slow", Self.script(reset: ": >\(folder.path("begun")); exec /bin/sleep 30"))
        try folder.write("stonith.crm", Self.configuration)
        let arguments = [
            "--foreground", "--node", "pm02", "--config", folder.path("stonith.crm"), "--socket", folder.path("s"),
            "--state", folder.path("state"), "--log", folder.path("log"), "--readable-log", "none",
        ]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(stage.prefix)/sbin/stonithd")
        process.arguments = arguments
        process.environment = ProcessRun.plainEnvironment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        try process.run()
        pid = process.processIdentifier
        let isReady = try eventually(withinSeconds: 30) { try stonith("status").status == 0 }
        guard isReady else { throw POSIXError(.ETIMEDOUT) }
    }

    deinit { kill(pid, SIGKILL) }

    var socket: String { folder.path("s") }

    /// Whether a reset by `slow` runs: what is cancelled before is no unknown.
    var isSlowAtWork: Bool { FileManager.default.fileExists(atPath: folder.path("begun")) }

    /// One verb, to its end.
    func stonith(_ words: String..., input: String = "") throws -> ProcessRun {
        try ProcessRun.run(stage.stonith, words + ["--socket", socket], input: input)
    }

    /// The same in a thread of its own.
    func begin(_ words: String...) -> PendingRun {
        let all = words + ["--socket", socket]
        return PendingRun { [stage] in try ProcessRun.run(stage.stonith, all) }
    }

    /// Makes the socket's folder open to everybody, as the real one is.
    func open() throws {
        for path in [folder.root, stage.prefix, URL(fileURLWithPath: stage.prefix).deletingLastPathComponent().path] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }
}

/// A program that runs beside the test.
final class PendingRun: Sendable {
    private let result = Mutex<Result<ProcessRun, any Error>?>(nil)
    private let isOver = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () throws -> ProcessRun) {
        Thread { [self] in
            let ended = Result(catching: work)
            result.withLock { $0 = ended }
            isOver.signal()
        }.start()
    }

    /// Waits for its end; once only.
    func end() throws -> ProcessRun {
        isOver.wait()
        guard let ended = result.withLock({ $0 }) else { throw POSIXError(.EIO) }
        return try ended.get()
    }
}
