import Foundation
import TestRig
import Testing

/// `fence_ipmilan` and `fence_dummy` as they are installed, under `stonith` and under the daemon.
@Suite(.waiting) struct FenceIPMILanTests {
    private static func parameters(_ bmc: SimulatedBMC, password: String = SimulatedBMC.password) -> [String] {
        [
            "ip=\(bmc.address)", "ipport=\(bmc.port)", "username=\(SimulatedBMC.user)", "password=\(password)",
            "lanplus=1", "power_wait=0",
        ]
    }

    private static func stonith(
        _ bmc: SimulatedBMC, _ words: [String], password: String = SimulatedBMC.password
    ) throws -> ProcessRun {
        try Stage.shared.stonith(["-t", "fence_ipmilan"] + parameters(bmc, password: password) + words)
    }

    @Test func eachActionDoesItsOwn() throws {
        let bmc = try SimulatedBMC("127.46.1.1")
        #expect(try Self.stonith(bmc, ["-S"]).status == 0)
        for (action, log) in [("reset", ["power 0", "power 1"]), ("off", ["power 0"]), ("on", ["power 1"])] {
            let before = try bmc.log().count
            let run = try Self.stonith(bmc, ["--json", "-T", action, "pm01"])
            #expect(run.status == 0, "\(action): \(run.errors)")
            #expect(run.output.contains(#""evidence":"read-back""#))
            #expect(run.errors.contains("read back by fence_ipmilan"))
            #expect(try Array(bmc.log().dropFirst(before)) == log, "\(action)")
        }
    }

    @Test func aCycleIsAccepted() throws {
        let bmc = try SimulatedBMC("127.46.1.2")
        let run = try Self.stonith(bmc, ["--json", "method=cycle", "-T", "reset", "pm01"])
        #expect(run.status == 0 && run.output.contains(#""evidence":"accepted""#))
    }

    @Test func anOffThatDoesNothingIsNoSuccess() throws {
        let bmc = try SimulatedBMC("127.46.1.3")
        try bmc.set(mode: "stuck")
        let run = try Self.stonith(bmc, ["--json", "power_timeout=2", "-T", "off", "pm01"])
        #expect(run.status == 5 && run.output.contains(#""cause":"still-on""#), "\(run.output) \(run.errors)")
    }

    @Test func aWrongPasswordIsAFailureThatQuotesTheAgent() throws {
        let bmc = try SimulatedBMC("127.46.1.4")
        let run = try Self.stonith(bmc, ["-T", "off", "pm01"], password: "geheim-8")
        #expect(run.status == 5 && run.errors.contains("Unable to obtain correct plug status"), "\(run.errors)")
        #expect(!run.errors.contains("geheim"))
        #expect(try bmc.log().isEmpty)
    }

    @Test func theDaemonFencesWithIt() throws {
        let bmc = try SimulatedBMC("127.46.1.5")
        let daemon = try RunningDaemon(
            "primitive i stonith:fence_ipmilan params pcmk_host_list=pm01 "
                + Self.parameters(bmc).joined(separator: " ") + "\n"
                + Primitive.budget(70))
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.evidence == "read-back", "\(run.output)")
        #expect(verdict.steps.first?.text.contains("read back by fence_ipmilan") == true, "\(verdict.steps)")
        #expect(try bmc.log() == ["power 0", "power 1"])
        #expect(try daemon.fence("pm01", ["--action", "off", "--minimum-evidence", "read-back"]).0.status == 0)
        #expect(try !bmc.isOn())
        #expect(try daemon.stonith(["monitor", "i"]).status == 0)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/fence_dummy")))
    func theDummyOfFenceAgents() throws {
        let folder = try TemporaryFolder()
        let stonith = { (words: [String]) in
            try Stage.shared.stonith(["-t", "fence_dummy", "status_file=\(folder.path("state"))"] + words)
        }
        #expect(try stonith(["-T", "reset", "pm01"]).status == 0)
        #expect(try folder.read("state") == "on")
        let off = try stonith(["-T", "off", "pm01"])
        #expect(off.status == 0 && off.errors.contains("fence_dummy says that off was done"), "\(off.errors)")
        #expect(try folder.read("state") == "off")
    }
}
