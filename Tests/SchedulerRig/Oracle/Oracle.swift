import Foundation
import TestRig

/// Debian's crm_simulate 2.1.5, asked what it decides.
public enum Oracle {
    public static let program = "/usr/sbin/crm_simulate"
    /// `CIBGenerator.now`, as `-t` wants it.
    static let time = "2026-01-01 12:00:00Z"

    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    /// - Parameter xml: a cluster information base.
    public static func decide(_ xml: String) throws -> Decision {
        let folder = try TemporaryFolder()
        return try decide(file: folder.write("cib.xml", xml))
    }

    /// - Parameter file: a cluster information base, in whatever bytes.
    public static func decide(file: String) throws -> Decision {
        let folder = try TemporaryFolder()
        let run = try simulate(file, folder, ["-S", "-s", "-G", folder.path("graph.xml"), "--output-as=xml"])
        return OracleReader.decision(output: run.output, graph: try folder.read("graph.xml"))
    }

    /// What it prints for people.
    public static func report(_ xml: String) throws -> String {
        let folder = try TemporaryFolder()
        return try simulate(folder.write("cib.xml", xml), folder, ["-S", "-s"]).output
    }

    /// The transition graph as it writes it.
    public static func graph(_ xml: String) throws -> String {
        let folder = try TemporaryFolder()
        _ = try simulate(folder.write("cib.xml", xml), folder, ["-R", "-G", folder.path("graph.xml")])
        return try folder.read("graph.xml")
    }

    /// It says so of a graph with a loop in it, which it cannot carry out, and has told all but the outcome by then.
    private static let invalid = "An invalid transition was produced"

    private static func simulate(
        _ file: String, _ folder: TemporaryFolder, _ arguments: [String]
    ) throws -> ProcessRun {
        var environment = ProcessRun.plainEnvironment
        environment["CIB_shadow_dir"] = folder.root
        let run = try ProcessRun.run(
            program, ["-x", file, "-t", time] + arguments, environment: environment)
        guard run.status == 0 || (run.output + run.errors).contains(invalid) else {
            throw Failure(description: "crm_simulate: \(run.status) \(run.errors)")
        }
        return run
    }
}
