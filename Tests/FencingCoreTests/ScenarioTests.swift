import Foundation
import TestRig
import Testing

/// Every behaviour of the core as a story in `scenarios/`. `make scenarios` rewrites what is expected: read the
/// difference, and keep it only if you can say why.
@Suite struct ScenarioTests {
    private static let folder = Stage.repository + "/Tests/FencingCoreTests/scenarios"
    private static let isRewriting = ProcessInfo.processInfo.environment["STONITH_REWRITE"] == "1"

    static let names: [String] = {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return found.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    @Test func thereAreScenarios() { #expect(Self.names.count >= 30) }

    @Test(arguments: names) func tellsWhatHappens(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let source = try String(contentsOfFile: path, encoding: .utf8)
        let played = try Scenario(source).played().source
        if Self.isRewriting {
            try played.write(toFile: path, atomically: true, encoding: .utf8)
        } else if played != source {
            Issue.record("\(name): \(Self.difference(source, played))")
        }
    }

    /// The first line that is not as expected.
    private static func difference(_ expected: String, _ played: String) -> String {
        let (expected, played) = (expected.split(separator: "\n"), played.split(separator: "\n"))
        let index = zip(expected, played).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        guard let index else { return "it has \(played.count) lines instead of \(expected.count)" }
        return "expected “\(expected[index])”, and it is “\(played[index])”"
    }
}
