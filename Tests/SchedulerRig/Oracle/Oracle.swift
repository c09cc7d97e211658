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
        try folder.write("cib.xml", xml)
        let run = try simulate(folder, ["-S", "-s", "-G", folder.path("graph.xml"), "--output-as=xml"])
        return OracleReader.decision(output: run.output, graph: try folder.read("graph.xml"))
    }

    /// What it prints for people.
    public static func report(_ xml: String) throws -> String {
        let folder = try TemporaryFolder()
        try folder.write("cib.xml", xml)
        return try simulate(folder, ["-S", "-s"]).output
    }

    /// The transition graph as it writes it.
    public static func graph(_ xml: String) throws -> String {
        let folder = try TemporaryFolder()
        try folder.write("cib.xml", xml)
        _ = try simulate(folder, ["-R", "-G", folder.path("graph.xml")])
        return try folder.read("graph.xml")
    }

    /// It says so of a graph with a loop in it, which it cannot carry out, and has told all but the outcome by then.
    private static let invalid = "An invalid transition was produced"

    private static func simulate(_ folder: TemporaryFolder, _ arguments: [String]) throws -> ProcessRun {
        var environment = ProcessRun.plainEnvironment
        environment["CIB_shadow_dir"] = folder.root
        let run = try ProcessRun.run(
            program, ["-x", folder.path("cib.xml"), "-t", time] + arguments, environment: environment)
        guard run.status == 0 || (run.output + run.errors).contains(invalid) else {
            throw Failure(description: "crm_simulate: \(run.status) \(run.errors)")
        }
        return run
    }
}
