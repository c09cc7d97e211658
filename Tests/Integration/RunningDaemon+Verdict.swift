import Foundation
import TestRig
import Testing

extension RunningDaemon {
    /// One whose unasked end fails the test.
    convenience init(
        _ configuration: String, policy: String? = nil, stage: Stage = .shared, node: String = "pm02",
        options: [String] = [], environment: [String: String] = [:], wrapper: String? = nil
    ) throws {
        try self.init(
            configuration, policy: policy, stage: stage, node: node, options: options, environment: environment,
            wrapper: wrapper
        ) { Issue.record("\($0)") }
    }

    /// Runs `stonith fence NODE --json …` and decodes what it says.
    func fence(_ node: String, _ arguments: [String] = [], seconds: Double = 30) throws -> (ProcessRun, Verdict) {
        let run = try stonith(["fence", node, "--json"] + arguments, seconds: seconds)
        return (run, try Verdict(run.output))
    }
}

/// What a `done` event says, or a line of the history.
struct Verdict: Decodable {
    struct Step: Decodable {
        var device: String
        var action: String
        var code: String?
        var cause: String?
        var text: String
    }

    var id: String
    var node: String
    var outcome: String?
    var cause: String?
    var evidence: String?
    var level: Int?
    var text: String?
    var user: String?
    var manner: String?
    var life: [String]?
    var remarks: [String]?
    var exit: Int32?
    var ms: Int?
    var steps: [Step]

    init(_ line: String) throws { self = try JSONDecoder().decode(Verdict.self, from: Data(line.utf8)) }
}

/// Primitives of crm shell configurations for tests.
enum Primitive {
    static func ipmi(_ id: String, _ bmc: SimulatedBMC, node: String = "pm01", _ more: String = "") -> String {
        let parameters = bmc.parameters(node: node).map { word in
            let parts = word.split(separator: "=", maxSplits: 1)
            return "\(parts[0])=\"\(parts[1])\""
        }
        return "primitive \(id) stonith:external/ipmi params \(parameters.joined(separator: " ")) \(more)\n"
    }

    static func meatware(_ id: String, nodes: String = "pm01", _ more: String = "") -> String {
        "primitive \(id) stonith:meatware params hostlist=\"\(nodes)\" \(more)\n"
    }

    /// A power device that does nothing and is believed.
    static func null(_ id: String, nodes: String = "pm01", _ more: String = "") -> String {
        "primitive \(id) stonith:null params hostlist=\"\(nodes)\" \(more)\n"
    }

    /// The script of `GateScript`.
    static func gate(_ id: String, _ folder: TemporaryFolder, nodes: String = "pm01", _ more: String = "") -> String {
        "primitive \(id) stonith:external/gate params hostlist=\"\(nodes)\" mark=\"\(folder.path("mark"))\" \(more)\n"
    }

    /// And nothing is held back: what is tested here is asked for again and again.
    static func budget(_ seconds: Int) -> String {
        "property stonith-timeout=\"\(seconds)s\" stonith-storm-limit=none stonith-loop-limit=none\n"
    }
}

/// An external script that notes its power commands in the file `mark`, waits for the file `gate` where there is such a
/// parameter, and ends with `result`.
enum GateScript {
    static let text = #"""
        #!/bin/sh
        case $1 in
        gethosts) for host in ${hosts:-$hostlist}; do echo "$host"; done ;;
        getconfignames) echo "hostlist mark gate result" ;;
        reset | off | on)
            echo "$1 $2 $$" >>"$mark"
            while [ -n "$gate" ] && [ ! -e "$gate" ]; do sleep 0.02; done
            exit "${result:-0}" ;;
        esac
        """#

    static func stage() throws -> Stage {
        let stage = try Stage.copy()
        try stage.add(script: "gate", text)
        return stage
    }
}

extension TemporaryFolder {
    /// The lines that the gate script left; none when it never ran.
    var marks: [String] { ((try? read("mark")) ?? "").split(separator: "\n").map(String.init) }

    func hasMark(withinSeconds bound: Double = 10) -> Bool { eventually(withinSeconds: bound) { !marks.isEmpty } }
}
