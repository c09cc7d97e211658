import CrmSyntax
import Foundation
import TestRig
import Testing

/// Each file of `cluster-slips/` holds a configuration, `----`, and what an operator is told of it. `STONITH_REWRITE=1`
/// writes the second half anew.
@Suite struct ClusterSlipTests {
    private static let folder = "\(Stage.repository)/Tests/CrmSyntaxTests/cluster-slips"
    private static let line = "----\n"

    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

    @Test(arguments: names) func says(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.components(separatedBy: Self.line)
        let actual = ClusterReading(Array(parts[0].utf8)).rendered(file: "x.crm")
        if ProcessInfo.processInfo.environment["STONITH_REWRITE"] == "1" {
            try (parts[0] + Self.line + actual).write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(parts.count == 2)
            #expect(actual == parts.last)
        }
    }

    @Test func thereAreSome() { #expect(Self.names.count >= 7) }

    @Test func noPasswordIsShown() throws {
        for name in Self.names {
            let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
            #expect(text.components(separatedBy: Self.line).last?.contains("geheim") == false)
        }
    }
}
