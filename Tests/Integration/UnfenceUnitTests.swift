import Foundation
import TestRig
import Testing

/// `examples/systemd/stonith-unfence.service`: no restart of anything lets a node in again that was cut off.
@Suite(.waiting) struct UnfenceUnitTests {
    private let lines: [String]

    init() throws {
        let path = "\(Stage.repository)/examples/systemd/stonith-unfence.service"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    private func values(_ name: String) -> [String] {
        lines.filter { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    @Test func aRestartOfTheDaemonDoesNotReachIt() {
        let bonds = ["Requires", "BindsTo", "PartOf", "PropagatesReloadTo", "Upholds"].flatMap(values)
        #expect(bonds.isEmpty, "what binds it to the daemon starts it again with the daemon")
        #expect(values("Wants") == ["stonithd.service"] && values("After") == ["stonithd.service"])
    }

    @Test func onceABootIsAll() {
        let mark = "/run/stonith-unfenced"
        #expect(values("ConditionPathExists").contains("!" + mark))
        #expect(values("ExecStartPost").contains { $0.hasSuffix("touch " + mark) })
        #expect(values("RemainAfterExit") == ["yes"] && values("ExecStart").count == 1)
    }

    /// A try that goes on for ever would let in again, in the same boot, a node that was cut off meanwhile.
    @Test func itsTriesEnd() throws {
        let tries = try #require(values("StartLimitBurst").first.flatMap { Int($0) })
        #expect((2...30).contains(tries) && values("StartLimitIntervalSec") == ["10min"])
        #expect(values("Restart") == ["on-failure"] && values("RestartSec") == ["10s"])
    }
}
