import ClusterModel
import Foundation
import SchedulerRig

/// Decides cases with Pacemaker's scheduler and ours, and says where they differ.
enum Judge {
    struct Failure: Error, CustomStringConvertible { var description: String }

    private static let usage = """
        scheduler-judge case SEED FOLDER              the case as XML, and what crm_simulate says of it
        scheduler-judge oracle FILE.xml               what crm_simulate decides of a file, one fact a line
        scheduler-judge ours FILE.xml                 what we decide of it
        scheduler-judge compare FILE.xml              where the two differ, and what of S1 to S6 does not hold
        scheduler-judge differential COUNT [FIRST [FOLDER]]
                                                      judges so many seeds; a small case of each kind of difference
                                                      goes to the folder
        scheduler-judge digest COUNT [FIRST]          a digest of all that we decide of so many seeds
        """

    static func run(_ arguments: [String]) throws {
        let rest = Array(arguments.dropFirst())
        switch (arguments.first, rest.count) {
        case ("case", 2): try writeCase(number(rest[0]), into: rest[1])
        case ("oracle", 1): print(try Oracle.decide(file: rest[0]).text, terminator: "")
        case ("ours", 1): print(try OurDecision.decide(cib(rest[0])).text, terminator: "")
        case ("compare", 1): try compare(rest[0])
        case ("differential", 1...3):
            let first = try rest.count > 1 ? number(rest[1]) : 1
            try DifferentialRun(first...(first + number(rest[0]) - 1), folder: rest.count > 2 ? rest[2] : nil).run()
        case ("digest", 1...2):
            let first = try rest.count > 1 ? number(rest[1]) : 1
            print(digest(first...(first + (try number(rest[0])) - 1)))
        default: throw Failure(description: "usage:\n\(usage)")
        }
    }

    private static func number(_ text: String) throws -> UInt64 {
        guard let number = UInt64(text) else { throw Failure(description: "\(text) is not a number") }
        return number
    }

    private static func cib(_ path: String) throws -> CIB {
        try CaseText.cib(Array(Data(contentsOf: URL(fileURLWithPath: path))))
    }

    private static func writeCase(_ seed: UInt64, into folder: String) throws {
        let made = CIBGenerator.make(seed)
        let xml = CaseText.xml(made.cib)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try xml.write(toFile: "\(folder)/\(seed).xml", atomically: false, encoding: .utf8)
        let texts = [
            "report": try Oracle.report(xml), "graph.xml": try Oracle.graph(xml),
            "expected": try Oracle.decide(xml).text,
        ]
        for (suffix, text) in texts {
            try text.write(toFile: "\(folder)/\(seed).\(suffix)", atomically: false, encoding: .utf8)
        }
        print(made.features.map(\.rawValue).sorted().joined(separator: " "))
    }

    /// The file itself goes to both, so that what our reader makes of it is judged, too.
    private static func compare(_ path: String) throws {
        let cib = try cib(path)
        let ours = try OurDecision.decide(cib)
        let violations = Invariants.violations(cib)
        for violation in violations { print(violation) }
        let differences = Comparison.differences(pacemaker: try Oracle.decide(file: path), ours: ours)
        for difference in differences {
            print("\(difference.aspect): (- Pacemaker, + ours)")
            for line in difference.lines { print("  \(line)") }
        }
        guard differences.isEmpty, violations.isEmpty else { throw Failure(description: "there are differences") }
    }

    /// The same in every process, if nothing depends on the order of a dictionary.
    private static func digest(_ seeds: ClosedRange<UInt64>) -> String {
        var text = ""
        for seed in seeds {
            let decision = try? OurDecision.decide(CIBGenerator.make(seed).cib)
            text = MD5.hex(text + (decision?.text ?? "refused"))
        }
        return text
    }
}
