import Foundation
import SchedulerRig

/// Decides cases with Pacemaker's scheduler and ours, and says where they differ.
enum Judge {
    struct Failure: Error, CustomStringConvertible { var description: String }

    private static let usage = """
        scheduler-judge case SEED FOLDER         the case as XML, and what crm_simulate says of it
        scheduler-judge oracle FILE.xml          what crm_simulate decides of a file, one fact a line
        """

    static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.dropFirst()) {
        case ("case", let rest) where rest.count == 2: try writeCase(rest[1], into: rest[2])
        case ("oracle", let rest) where rest.count == 1: print(try Oracle.decide(read(rest[1])).text, terminator: "")
        default: throw Failure(description: "usage:\n\(usage)")
        }
    }

    static func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private static func writeCase(_ seed: String, into folder: String) throws {
        guard let seed = UInt64(seed) else { throw Failure(description: "\(seed) is not a number") }
        let made = CIBGenerator.make(seed)
        let xml = CaseXML.text(made.cib)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let texts = [
            "xml": xml, "report": try Oracle.report(xml), "graph.xml": try Oracle.graph(xml),
            "expected": try Oracle.decide(xml).text,
        ]
        for (suffix, text) in texts {
            try text.write(toFile: "\(folder)/\(seed).\(suffix)", atomically: false, encoding: .utf8)
        }
        print(made.features.map(\.rawValue).sorted().joined(separator: " "))
    }
}
