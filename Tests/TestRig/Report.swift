import Foundation

/// One line of `stonith --json`.
public struct Report: Decodable, Sendable {
    public var type: String
    public var action: String
    public var target: String?
    public var code: String
    public var exit: Int32
    public var cause: String?
    public var evidence: String
    public var text: String
    public var identity: String?
    public var hosts: [String]
    public var hints: [String]
    public var warnings: [String]
    public var output: String
    public var milliseconds: Int

    /// The first line of the output.
    public init(_ run: ProcessRun) throws { try self.init(output: run.output) }

    public init(output: String) throws {
        let line = output.split(separator: "\n").first ?? ""
        self = try JSONDecoder().decode(Report.self, from: Data(line.utf8))
    }
}

extension Stage {
    /// Runs `stonith --json -t TYPE …` and decodes what it says.
    public func report(
        _ arguments: [String], type: String = "external/ipmi", environment: [String: String] = [:],
        seconds: Double = 60
    ) throws -> (run: ProcessRun, report: Report) {
        let run = try stonith(["--json", "-t", type] + arguments, environment: environment, seconds: seconds)
        return (run, try Report(run))
    }
}
