import TestRig
import Testing

/// `external/ipmi` on simulated BMCs: cluster-glue's script under Debian's `stonith`, the same script under ours as
/// `script/ipmi`, and ours natively.
@Suite(.waiting, .enabled(if: Namespace.isAllowed, "needs root: cluster-glue's script knows no port but 623"))
struct DebianIPMITests {
    private static let ways = DebianWalk.ways("ipmi")

    @Test func sameExitStatusAndSamePower() throws {
        let bmcs = try SimulatedBMC("127.0.61.1", port: 623, count: 3)
        let answers = try walk(DebianWalk.steps, on: bmcs, password: SimulatedBMC.password)
        let statuses = DebianWalk.steps.map { "\($0): 0" }
        let power = ["reset", "off", "on", "reset", "off", "on"]
        for way in Self.ways {
            #expect(answers[way.name]?.statuses == statuses, "\(way)")
            #expect(answers[way.name]?.hosts == ["pm01", "pm01"], "\(way)")
            #expect(transitions(try bmcs.log(way.number)) == power, "\(way)")
        }
    }

    /// On purpose: the native plugin tells the reasons of a failure apart, and powers no node that is not its own.
    @Test func aWrongPasswordIsRefusedByAllAndAForeignNodeByTheNativePluginOnly() throws {
        let bmcs = try SimulatedBMC("127.0.62.1", port: 623, count: 3)
        let refused = try walk(["-S", "-T reset pm01"], on: bmcs, password: "wrong")
        #expect(refused["debian"]?.statuses == ["-S: 1", "-T reset pm01: 5"])
        #expect(refused["script"]?.statuses == refused["debian"]?.statuses)
        #expect(refused["native"]?.statuses == ["-S: 2", "-T reset pm01: 2"])
        for way in Self.ways { #expect(try bmcs.log(way.number).isEmpty, "\(way)") }

        let foreign = try walk(["-T reset pm02"], on: bmcs, password: SimulatedBMC.password)
        #expect(foreign["debian"]?.statuses == ["-T reset pm02: 0"])
        #expect(foreign["script"]?.statuses == foreign["debian"]?.statuses)
        #expect(foreign["native"]?.statuses == ["-T reset pm02: 4"])
        #expect(try bmcs.log(1) == ["reset 1"])
        #expect(try bmcs.log(3).isEmpty)
    }

    private func walk(_ steps: [String], on bmcs: SimulatedBMC, password: String) throws -> [String: DebianWalk] {
        try DebianWalk.walk(steps, Self.ways) { way in
            "hostname=pm01 ipaddr=\(address(bmcs, way.number)) userid=\(SimulatedBMC.user) passwd=\(password) "
                + "interface=lanplus"
        }
    }

    private func address(_ bmcs: SimulatedBMC, _ number: Int) -> String {
        String(bmcs.address.dropLast()) + "\(number)"
    }

    /// What a node that was on felt of it: switching off what is off is none of it.
    private func transitions(_ log: [String]) -> [String] {
        var isOn = true
        return log.compactMap { event in
            switch event {
            case "reset 1": return isOn ? "reset" : nil
            case "power 0", "power 1":
                let turnsOn = event == "power 1"
                defer { isOn = turnsOn }
                return isOn == turnsOn ? nil : turnsOn ? "on" : "off"
            default: return event
            }
        }
    }
}
