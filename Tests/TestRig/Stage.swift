import Foundation

/// A staged installation (`make stage`), as a user would have it.
public struct Stage: Sendable {
    /// What `PREFIX` is in the stage, such as `.stage/usr`.
    public let prefix: String
    /// The folder of a copy, which lives as long as the copy does.
    private var owner: TemporaryFolder?

    public init(prefix: String) { self.prefix = prefix }

    /// The one that `make test` made; `STONITH_STAGE` names it.
    public static let shared = Stage(
        prefix: ProcessInfo.processInfo.environment["STONITH_STAGE"] ?? "\(repository)/.stage/usr")

    /// The folder of Package.swift.
    public static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    public var stonith: String { "\(prefix)/sbin/stonith" }
    public var stonithd: String { "\(prefix)/sbin/stonithd" }
    public var meatclient: String { "\(prefix)/sbin/meatclient" }
    public var executor: String { "\(prefix)/lib/stonith/stonith-exec" }
    public var journal: String { "\(prefix)/lib/stonith/stonith-journal" }
    public func plugin(_ name: String) -> String { "\(prefix)/lib/stonith/native/\(name).so" }

    /// A copy with more plugins or scripts in it than the shared one.
    public static func copy() throws -> Stage {
        let folder = try TemporaryFolder()
        var stage = Stage(prefix: folder.path("usr"))
        stage.owner = folder
        try FileManager.default.copyItem(atPath: shared.prefix, toPath: stage.prefix)
        return stage
    }

    /// Puts a script into the stage's own external folder.
    public func add(script name: String, _ text: String, mode: Int = 0o755) throws {
        let path = "\(prefix)/lib/stonith/plugins/external/\(name)"
        try ExecutableFile.write(text, to: path, mode: mode)
    }

    /// Puts an RHCS agent into the stage's own `sbin`.
    public func add(agent name: String, _ text: String, mode: Int = 0o755) throws {
        try ExecutableFile.write(text, to: "\(prefix)/sbin/\(name)", mode: mode)
    }

    /// A library of this build as a native plugin: those that are never installed.
    public func add(plugin name: String) throws {
        let library = "\(Stage.repository)/.build/release/lib\(name).so"
        try FileManager.default.copyItem(atPath: library, toPath: plugin(name))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: plugin(name))
    }

    /// Runs the staged `stonith`.
    public func stonith(
        _ arguments: [String], environment: [String: String] = [:], seconds: Double = 60
    ) throws -> ProcessRun {
        let environment = ProcessRun.plainEnvironment.merging(environment) { $1 }
        return try ProcessRun.run(stonith, arguments, environment: environment, seconds: seconds)
    }
}
