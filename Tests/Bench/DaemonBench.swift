import Foundation
import TestRig

/// What `stonithd` needs, from the request on its socket to the answer there.
enum DaemonBench {
    static let parts: [Bench.Part] = [
        ("fence", oneReset), ("fleet", fleets), ("level", nextLevel), ("silent", silentBMC),
        ("refused-level", refusedPort), ("idle", agentsThatDoNothing),
    ]

    /// ipmi_sim 2.0.33 has 63 sessions and frees them late, so nobody gets more runs than this from one BMC.
    private static let runs = 50

    // MARK: Power switched

    private static func oneReset(_ figures: inout Figures) throws {
        let bmc = try SimulatedBMC("127.0.64.1")
        let daemon = try BenchDaemon([ipmi("d1", "n1", bmc.address)])
        let ours = try Measuring.median(of: runs) { try daemon.fence(["n1"]) }
        let power = try SimulatedBMC("127.0.65.1")
        let ipmipower = try Measuring.median(of: runs) {
            try Measuring.timed("/usr/sbin/ipmipower", Bench.ipmipowerArguments(["\(power.address):\(power.port)"]))
        }
        let fenced = try Fenced.reset(count: 1, rounds: 3)
        figures.add(
            "reset, request to confirmed", ours, [("fenced", fenced), ("ipmipower, whole process", ipmipower)],
            goal: .atMost(3))
    }

    private static func fleets(_ figures: inout Figures) throws {
        try fleet(&figures, "127.0.66.1", 100, rounds: 9, fenced: try Fenced.reset(count: 100, rounds: 1), goal: 150)
        try fleet(&figures, "127.0.68.1", 1000, rounds: 5, fenced: nil, goal: 1500)
    }

    private static func fleet(
        _ figures: inout Figures, _ first: String, _ count: Int, rounds: Int, fenced: Double?, goal: Double
    ) throws {
        let bmcs = try SimulatedBMC(first, count: count)
        let nodes = (1...count).map { "n\($0)" }
        let daemon = try BenchDaemon(zip(nodes, bmcs.addresses).map { ipmi("d-\($0)", $0, $1) })
        let ours = try Measuring.median(of: rounds) { try daemon.fence(nodes) }
        let hosts = bmcs.addresses.map { "\($0):\(bmcs.port)" }
        let ipmipower = try Measuring.median(of: rounds) {
            try Measuring.timed("/usr/sbin/ipmipower", Bench.ipmipowerArguments(hosts))
        }
        let peers = [("fenced", fenced), ("ipmipower", ipmipower)]
        figures.add("reset of \(count) BMCs at once, request to confirmed", ours, peers, goal: .atMost(goal))
    }

    // MARK: From level to level

    private static func nextLevel(_ figures: inout Figures) throws {
        let folder = try TemporaryFolder()
        let stage = try Stage.copy()
        try build("idle-agent", "\(stage.prefix)/lib/stonith/plugins/external/idle")
        let notes = folder.path("notes")
        let daemon = try BenchDaemon(
            (1...2).map { level in
                "primitive d\(level) stonith:external/idle params hostlist=\"n1\" priority=\"\(level)\" "
                    + "fails=\"\(2 - level)\" note=\"\(notes)\""
            }, stage: stage)
        for _ in 0..<runs { _ = try daemon.fence(["n1"]) }
        figures.add(
            "level 1 failed -> level 2 acts", try Notes.median(try folder.read("notes")),
            [("fenced", try Fenced.nextLevel())], goal: .atMost(1))
    }

    private static func build(_ program: String, _ path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let source = "\(Stage.repository)/Tests/rig/\(program).c"
        let run = try ProcessRun.run("/usr/bin/cc", ["-O2", "-static", "-o", path, source])
        guard run.status == 0 else { throw Measuring.Failure.failed(run.errors) }
    }

    private static func silentBMC(_ figures: inout Figures) throws {
        let bmcs = try SimulatedBMC("127.0.72.1", count: 2)
        try bmcs.set(mode: "dead", 1)
        let daemon = try BenchDaemon(levels(bmcs))
        figures.add(
            "silent BMC at level 1, good level 2, defaults", try daemon.fence(["n1"]),
            [("fenced", try Fenced.silentBMC())], goal: .atMost(6000))
    }

    private static func refusedPort(_ figures: inout Figures) throws {
        let bmcs = try SimulatedBMC("127.0.73.2")
        let daemon = try BenchDaemon([
            ipmi("d1", "n1", "127.0.73.1", priority: 1), ipmi("d2", "n1", bmcs.address, priority: 2),
        ])
        let ours = try Measuring.median(of: 9) { try daemon.fence(["n1"]) }
        figures.add("refused port at level 1, good level 2", ours, goal: .atMost(300))
    }

    private static func levels(_ bmcs: SimulatedBMC) -> [String] {
        zip(1..., bmcs.addresses).map { ipmi("d\($0)", "n1", $1, priority: $0) }
    }

    private static func ipmi(_ id: String, _ node: String, _ address: String, priority: Int = 1) -> String {
        "primitive \(id) stonith:external/ipmi params hostname=\"\(node)\" ipaddr=\"\(address)\" ipport=\"6230\" "
            + "userid=\"\(SimulatedBMC.user)\" passwd=\"\(SimulatedBMC.password)\" interface=\"lanplus\" "
            + "priority=\"\(priority)\""
    }

    // MARK: The daemon itself

    private static func agentsThatDoNothing(_ figures: inout Figures) throws {
        let (serial, many) = (1000, 400)
        let nodes = (1...many).map { "n\($0)" }
        let daemon = try BenchDaemon(nodes.map { "primitive d-\($0) stonith:null params hostlist=\"\($0)\"" })
        let oneByOne = try Measuring.median(of: 5) {
            try Measuring.clocked { for _ in 0..<serial { _ = try daemon.fence(["n1"]) } }
        }
        let atOnce = try Measuring.median(of: 9) { try daemon.fence(nodes) }
        let fenced = try Fenced.agentThatDoesNothing(serial: serial, atOnce: many)
        figures.add(
            "agent that does nothing, one after the other", oneByOne, [("fenced", fenced.oneByOne)],
            goal: .perSecond(1000), operations: serial)
        figures.add(
            "agent that does nothing, \(many) at once", atOnce, [("fenced", fenced.atOnce)], goal: .perSecond(2000),
            operations: many)
    }
}
