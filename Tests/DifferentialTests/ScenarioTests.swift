import Foundation
import SchedulerRig
import Testing

/// Small cases in which we once differed from Pacemaker: what crm_simulate 2.1.5 decides stands beside each, so that
/// this needs no Pacemaker.
@Suite struct ScenarioTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("scenarios").path

    private static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".xml") }.map { String($0.dropLast(4)) }.sorted()

    @Test func thereAreSome() { #expect(Self.names.count > 5) }

    @Test(arguments: names) func itIsDecidedAsPacemakerDoes(_ name: String) throws {
        let xml = try String(contentsOfFile: "\(Self.folder)/\(name).xml", encoding: .utf8)
        let expected = try String(contentsOfFile: "\(Self.folder)/\(name).expected", encoding: .utf8)
        let differences = Comparison.differences(
            pacemaker: Decision(text: expected), ours: try OurDecision.decide(CaseText.cib(xml)))
        for difference in differences {
            Issue.record("\(difference.aspect), - Pacemaker, + ours:\n\(difference.lines.joined(separator: "\n"))")
        }
    }
}
