import CrmSyntax
import Foundation
import TestRig
import Testing

/// Each file of `scenarios/` holds a configuration, `----`, and what is to be read from it. `STONITH_REWRITE=1` writes
/// the second half anew.
@Suite struct ScenarioTests {
    private static let folder = "\(Stage.repository)/Tests/CrmSyntaxTests/scenarios"
    private static let line = "----\n"

    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

    @Test(arguments: names) func reads(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.components(separatedBy: Self.line)
        let actual = ReadingText.of(CrmSyntax.read(parts[0]))
        if ProcessInfo.processInfo.environment["STONITH_REWRITE"] == "1" {
            try (parts[0] + Self.line + actual).write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(parts.count == 2)
            #expect(actual == parts.last)
        }
    }

    @Test func thereAreScenarios() { #expect(Self.names.count >= 10) }

    @Test func theExampleHasNothingToSay() throws {
        let text = try String(contentsOfFile: "\(Stage.repository)/examples/two-node.crm", encoding: .utf8)
        let reading = CrmSyntax.read(text)
        #expect(reading.rendered(file: "two-node.crm").isEmpty)
        let devices = reading.configuration.devices
        #expect(devices.map(\.id) == ["1-1", "1-2", "1-3", "2-1", "2-2", "2-3"].map { "stonith" + $0 })
        #expect(devices.map { $0.timeoutMilliseconds ?? 0 } == [40_000, 60_000, 600_000, 40_000, 60_000, 600_000])
        #expect(reading.configuration.timeoutMilliseconds == 710_000)
        let check = devices[0].parameters.first { $0.name == "standby_check_command" }
        #expect(check?.value.reveal() == "/usr/sbin/crm_resource -r vip -W | grep -q `hostname`")
    }
}
