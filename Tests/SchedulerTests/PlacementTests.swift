import ClusterModel
import Foundation
import Scheduler
import Testing

/// Small clusters in words, each with its scores, where everything goes, and why. Where `SCENARIOS=write` stands in the
/// environment, the lower halves are written anew: read the difference before you keep it.
@Suite struct PlacementTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("scenarios/placement").path

    private static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

    private static let writes = ProcessInfo.processInfo.environment["SCENARIOS"] == "write"

    @Test func thereAreSome() { #expect(Self.names.count >= 12) }

    @Test(arguments: names) func itGoesWhereItStands(_ name: String) throws {
        let path = "\(Self.folder)/\(name).txt"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.components(separatedBy: "----\n")
        let cib = try ScenarioText(parts[0]).cib
        let schedule = try Schedule(cib, at: 1_767_268_800, detail: .origins, digest: MD5.hex)
        let lines = Self.lines(schedule, cib.configuration).map { $0 + "\n" }.joined()
        guard !Self.writes else {
            return try (parts[0] + "----\n" + lines).write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(lines == (parts.count > 1 ? parts[1] : ""))
    }

    // MARK: As text

    private static func lines(_ schedule: Schedule, _ configuration: CIBConfiguration) -> [String] {
        scores(schedule) + places(schedule)
            + schedule.conditions.tops.compactMap { top in
                Explanation(of: schedule.conditions.resources[top].id, in: schedule, configuration)?.text
            }
    }

    /// A line for each place where Pacemaker prints scores: the resource, then node and score.
    private static func scores(_ schedule: Schedule) -> [String] {
        var lines: [String] = []
        var last: (ScoreTable.Step, ResourceIndex)?
        for line in schedule.scores.lines {
            let score = "\(schedule.conditions.nodes[line.node].name) \(NodeScores.text(line.score))"
            if let known = last, known == (line.step, line.resource), let text = lines.popLast() {
                lines.append("\(text), \(score)")
            } else {
                lines.append("score \(line.step) \(schedule.conditions.resources[line.resource].id): \(score)")
            }
            last = (line.step, line.resource)
        }
        return lines
    }

    private static func places(_ schedule: Schedule) -> [String] {
        schedule.conditions.resources.indices.map { ResourceIndex($0) }
            .filter { schedule.conditions.resources[$0].kind == .primitive }
            .map { resource in
                let node = schedule.placement.nodes[resource].map { schedule.conditions.nodes[$0].name } ?? "nowhere"
                return "place \(schedule.conditions.resources[resource].id): \(node)"
            }
    }
}
