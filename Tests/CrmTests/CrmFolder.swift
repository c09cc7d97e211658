import Foundation
import TestRig

/// The programs of this build under their own names, and files to work on.
struct CrmFolder {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["crm", "crm_simulate", "crm_verify", "cibadmin"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(name), withDestinationPath: Self.executable)
        }
    }

    /// Beside the test bundle that runs now.
    private static let executable: String = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        for _ in 0..<4 {
            folder.deleteLastPathComponent()
            let path = folder.appendingPathComponent("crm").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return "\(Stage.repository)/.build/debug/crm"
    }()

    func write(_ name: String, _ text: String) throws -> String { try folder.write(name, text) }
    func read(_ name: String) throws -> String { try folder.read(name) }
    func path(_ name: String) -> String { folder.path(name) }

    /// Runs one of them.
    func run(
        _ name: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> ProcessRun {
        try ProcessRun.run(
            folder.path(name), arguments,
            environment: ProcessRun.plainEnvironment.merging(environment) { $1 }, input: input)
    }

    /// Runs Debian's.
    func peer(_ name: String, _ arguments: [String], input: String = "") throws -> ProcessRun {
        try ProcessRun.run("/usr/sbin/\(name)", arguments, input: input)
    }
}
