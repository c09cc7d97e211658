import Foundation
import TestRig

/// RHCS agents: what it costs to have them as devices.
enum AgentBench {
    static let parts: [Bench.Part] = [("agents", agents)]

    private static let resets = 5

    private static func agents(_ figures: inout Figures) throws {
        let list = { try Measuring.timed(Stage.shared.stonith, ["-L"]) }
        _ = try list()
        let installed = try ProcessRun.run(Stage.shared.stonith, ["-L"]).output.split(separator: "\n")
            .count { $0.hasPrefix("fence_") }
        figures.add("stonith -L, \(installed) agents, warm", try Measuring.median(of: 21, list), goal: .atMost(50))
        let names = { try Measuring.timed(Stage.shared.stonith, ["-t", "fence_ipmilan", "-n"]) }
        _ = try names()
        let bare = try Measuring.median(of: 5) { try asked("action=metadata\n") }
        figures.add(
            "its parameters, kept from before", try Measuring.median(of: 21, names), [("the agent itself", bare)])
        try reset(&figures)
    }

    /// Both without `power_wait`, which is 2 s by default and would hide the rest.
    private static func reset(_ figures: inout Figures) throws {
        let (ours, theirs) = (try SimulatedBMC("127.46.9.1"), try SimulatedBMC("127.46.9.2"))
        let daemon = try BenchDaemon([
            "primitive a stonith:fence_ipmilan params pcmk_host_list=n1 \(options(ours).joined(separator: " "))"
        ])
        _ = try daemon.fence(["n1"])
        let fence = try Measuring.median(of: resets) { try daemon.fence(["n1"]) }
        let input = (["action=reboot"] + options(theirs)).joined(separator: "\n") + "\n"
        let agent = try Measuring.median(of: resets) { try asked(input) }
        figures.add("reset through the daemon by fence_ipmilan", fence, [("the agent itself", agent)])
    }

    private static func options(_ bmc: SimulatedBMC) -> [String] {
        [
            "ip=\(bmc.address)", "ipport=\(bmc.port)", "username=\(SimulatedBMC.user)",
            "password=\(SimulatedBMC.password)", "lanplus=1", "power_wait=0",
        ]
    }

    /// The agent, told so on its standard input.
    private static func asked(_ input: String) throws -> Double {
        let run = try ProcessRun.run("/usr/sbin/fence_ipmilan", [], input: input)
        guard run.status == 0 else { throw Measuring.Failure.failed("fence_ipmilan: \(run.errors)") }
        return run.milliseconds
    }
}
