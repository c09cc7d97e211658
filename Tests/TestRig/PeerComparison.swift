import Foundation

/// Debian's `stonith` (cluster-glue 1.0.12) and ours, called with the same arguments. All calls run at the same time,
/// since cluster-glue sleeps for a second in most of them.
public struct PeerComparison: Sendable {
    public struct Call: Sendable, CustomStringConvertible {
        public var arguments: [String]
        public var environment: [String: String]

        public init(_ arguments: [String], environment: [String: String] = [:]) {
            self.arguments = arguments
            self.environment = environment
        }

        public var description: String { "stonith \(arguments.joined(separator: " ")) with \(environment)" }
    }

    public struct Answer: Sendable, Equatable {
        public var status: Int
        public var output: String
        /// What the script under test wrote to the file that `told` names in its environment.
        public var told: [String]
    }

    public struct Pair: Sendable {
        public var call: Call
        public var debian: Answer
        public var ours: Answer
        /// What ours wrote to stderr.
        public var messages: String
    }

    public static let debian = "/usr/sbin/stonith"
    private static let system = "/usr/lib/stonith/plugins/external"

    /// - Parameter scripts: by name, what both find in cluster-glue's folder besides what is there already.
    public static func run(_ calls: [Call], scripts: [String: String] = [:]) throws -> [Pair] {
        let folder = try TemporaryFolder()
        var script = """
            one() {
                local into=$1 status=0
                shift
                "$@" >"$into.out" 2>"$into.err" </dev/null || status=$?
                echo $status >"$into.status"
            }

            """
        for (index, call) in calls.enumerated() {
            script += line(call, debian, into: folder.path("\(index).debian"))
            script += line(call, Stage.shared.stonith, into: folder.path("\(index).ours"))
        }
        script += "wait\n"
        let run =
            scripts.isEmpty
            ? try ProcessRun.shell(script) : try Namespace.run(try bind(scripts, folder) + script)
        guard run.status == 0 else { throw Failure(text: run.errors) }
        return try calls.enumerated().map { index, call in
            Pair(
                call: call, debian: try answer(folder, "\(index).debian"), ours: try answer(folder, "\(index).ours"),
                messages: try folder.read("\(index).ours.err"))
        }
    }

    public struct Failure: Error { public var text: String }

    /// Debian's `stonith` reads one folder only: a copy with the scripts in it takes its place.
    private static func bind(_ scripts: [String: String], _ folder: TemporaryFolder) throws -> String {
        try FileManager.default.copyItem(atPath: system, toPath: folder.path("external"))
        for (name, text) in scripts { try folder.write("external/\(name)", text, mode: 0o755) }
        return "mount --bind \(folder.path("external")) \(system)\n"
    }

    private static func line(_ call: Call, _ program: String, into: String) -> String {
        let environment = call.environment.merging(["told": "\(into).told"]) { $1 }
        let words = ["env"] + environment.map { "\($0)=\($1)" } + [program] + call.arguments
        return "one \(into) \(words.map(Namespace.quoted).joined(separator: " ")) &\n"
    }

    private static func answer(_ folder: TemporaryFolder, _ name: String) throws -> Answer {
        let told =
            FileManager.default.fileExists(atPath: folder.path("\(name).told"))
            ? try folder.read("\(name).told") : ""
        let status = try folder.read("\(name).status").trimmingCharacters(in: .newlines)
        return Answer(
            status: Int(status) ?? -1, output: try folder.read("\(name).out"),
            told: told.split(separator: "\n").map(String.init))
    }
}
