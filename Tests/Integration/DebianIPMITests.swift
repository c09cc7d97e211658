import TestRig
import Testing

/// `external/ipmi` on simulated BMCs: cluster-glue's script under Debian's `stonith`, the same script under ours as
/// `script/ipmi`, and ours natively.
@Suite(.enabled(if: Namespace.isAllowed, "needs root: cluster-glue's script knows no port but 623"))
struct DebianIPMITests {
    private struct Way {
        var name: String
        var program: String
        var type: String
        var number: Int
    }

    private static let ways = [
        Way(name: "debian", program: PeerComparison.debian, type: "external/ipmi", number: 1),
        Way(name: "script", program: Stage.shared.stonith, type: "script/ipmi", number: 2),
        Way(name: "native", program: Stage.shared.stonith, type: "external/ipmi", number: 3),
    ]

    /// In this order on one BMC, which is on at first.
    private static let steps = [
        "-S", "-l", "-T reset pm01", "-T off PM01", "-S", "-T off pm01", "-T reset pm01", "-T on pm01", "pm01",
        "-T off pm01", "-T on pm01", "-lS",
    ]

    @Test func sameExitStatusAndSamePower() throws {
        let bmcs = try SimulatedBMC("127.0.61.1", port: 623, count: 3)
        let answers = try walk(Self.steps, on: bmcs, password: SimulatedBMC.password)
        let statuses = Self.steps.map { "\($0): 0" }
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

    private struct Walk {
        var statuses: [String]
        var hosts: [String]
    }

    /// All the steps one after the other, each way on a BMC of its own and all ways at the same time.
    private func walk(_ steps: [String], on bmcs: SimulatedBMC, password: String) throws -> [String: Walk] {
        let folder = try TemporaryFolder()
        var script = ""
        for way in Self.ways {
            let out = folder.path(way.name)
            let device = "\(way.program) -t \(way.type) hostname=pm01 ipaddr=\(address(bmcs, way.number))"
            let parameters = "userid=\(SimulatedBMC.user) passwd=\(password) interface=lanplus"
            let calls = steps.map { "\(device) \(parameters) \($0) >>\(out).hosts; echo \"\($0): $?\" >>\(out)" }
            script += "{ \(calls.joined(separator: "\n")); } </dev/null 2>/dev/null &\n"
        }
        _ = try ProcessRun.shell("export PATH=$PATH:/usr/share/cluster-glue\n\(script) wait")
        var walks: [String: Walk] = [:]
        for way in Self.ways {
            walks[way.name] = Walk(
                statuses: lines(try folder.read(way.name)), hosts: lines(try folder.read("\(way.name).hosts")))
        }
        return walks
    }

    private func address(_ bmcs: SimulatedBMC, _ number: Int) -> String {
        String(bmcs.address.dropLast()) + "\(number)"
    }

    private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

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
