import ClusterModel
import Foundation
import Scheduler
import Testing

/// Small clusters in words, each with all that is to be done in it. Where `SCENARIOS=write` stands in the
/// environment, the
/// lower halves are written anew: read the difference before you keep it.
@Suite struct ScheduleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("scenarios").path

    private static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

    private static let writes = ProcessInfo.processInfo.environment["SCENARIOS"] == "write"

    @Test func thereAreSome() { #expect(Self.names.count >= 20) }

    @Test(arguments: names) func itIsDoneAsItStands(_ name: String) throws {
        let path = "\(Self.folder)/\(name).txt"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.components(separatedBy: "----\n")
        let schedule = try Self.schedule(parts[0])
        let lines = ScheduleText(schedule).lines.map { $0 + "\n" }.joined()
        #expect(schedule.graph.loop.isEmpty)
        guard !Self.writes else {
            return try (parts[0] + "----\n" + lines).write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(lines == (parts.count > 1 ? parts[1] : ""))
    }

    /// S1: the same input gives the same bytes.
    @Test(arguments: names) func itIsTheSameEachTime(_ name: String) throws {
        let text = try String(contentsOfFile: "\(Self.folder)/\(name).txt", encoding: .utf8)
        let input = text.components(separatedBy: "----\n")[0]
        let cib = try ScenarioText(input).cib
        let first = GraphXML(try Self.schedule(input), of: cib).text
        #expect(first == GraphXML(try Self.schedule(input), of: cib).text)
    }

    @Test func aCircleOfOrdersIsNamed() throws {
        let schedule = try Self.schedule(
            """
            option stonith-enabled=false
            node n1 online
            primitive a
            primitive b
            order a b
            order b a
            """)
        #expect(schedule.graph.loop.count == 2)
        let texts = schedule.complaints.map(\.text)
        #expect(texts.contains { $0.contains("a_start_0") && $0.contains("b_start_0") })
    }

    /// 2.1.5 compares these without looking at the case of their letters.
    @Test(arguments: ["no-quorum-policy=Ignore", "node-health-strategy=Only-Green"])
    func wordsInAnyCase(option: String) throws {
        let schedule = try Self.schedule(
            "option stonith-enabled=false\noption \(option)\nnode n1 online\nprimitive a\n")
        #expect(!schedule.complaints.contains { $0.text.contains("is not valid") })
    }

    static func schedule(_ text: String) throws -> Schedule {
        try Schedule(ScenarioText(text).cib, at: 1_767_268_800, digest: MD5.hex)
    }
}
