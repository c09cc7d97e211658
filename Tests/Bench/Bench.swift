import Execution
import Foundation
import TestRig
import Wire

/// `make bench`: our figures beside the peers', from one run on one machine. Ratios are what counts.
enum Bench {
    /// ipmi_sim 2.0.33 has 63 sessions and frees them late, so nobody gets more runs than this from one BMC.
    private static let runs = 50

    typealias Part = (name: String, run: @Sendable (inout Figures) throws -> Void)

    private static let parts: [Part] =
        [
            ("process", wholeProcess), ("null", actionsThatDoNothing), ("warm", warmServer),
            ("hundred", hundredAtOnce), ("refused", refusedPort),
        ] + DaemonBench.parts + JournalBench.parts + LoadBench.parts + SizeBench.parts
        + AgentBench.parts + LibvirtBench.parts + RiloeBench.parts + RSABench.parts + RedfishBench.parts

    /// - Parameter names: which parts to run; all when empty.
    static func run(_ names: [String]) throws {
        let known = parts.map(\.name)
        if let name = names.first(where: { !known.contains($0) }) {
            throw Measuring.Failure.failed("there is no part \(name); there are \(known.joined(separator: ", "))")
        }
        var figures = Figures()
        for (name, part) in parts where names.isEmpty || names.contains(name) { try part(&figures) }
        print(figures.text)
    }

    // MARK: One reset, whole process

    private static func wholeProcess(_ figures: inout Figures) throws {
        let ours = try SimulatedBMC("127.0.60.1")
        let anySuite = try SimulatedBMC("127.0.60.5")
        let power = try SimulatedBMC("127.0.60.2")
        let tool = try SimulatedBMC("127.0.60.3")
        let glue = try SimulatedBMC("127.0.60.4", port: 623)  // the script knows no other
        let reset = { (bmc: SimulatedBMC, more: [String]) in
            try ResetCost.wholeProcess(
                "external/ipmi", bmc.parameters(password: "env:PASSWORD") + more, password: SimulatedBMC.password)
        }
        let suite3 = try Measuring.median(of: runs) { try reset(ours, ["cipher_suite=3"]) }
        let any = try Measuring.median(of: 15) { try reset(anySuite, []) }
        let ipmipower = try Measuring.median(of: runs) {
            try Measuring.timed("/usr/sbin/ipmipower", ipmipowerArguments(["\(power.address):\(power.port)"]))
        }
        let ipmitool = try Measuring.median(of: runs) {
            try Measuring.timed("/usr/bin/ipmitool", ipmitoolArguments(tool))
        }
        let clusterGlue = try Measuring.median(of: 5) {
            try Measuring.timed(
                "/usr/sbin/stonith",
                ["-s", "-t", "external/ipmi"] + glue.parameters() + [
                    "ipmitool=\(glue.ipmitool)", "-T", "reset", "pm01",
                ])
        }
        figures.add("reset, whole process, cipher suite 3 given", suite3, [("ipmipower", ipmipower)], goal: .peer)
        figures.add("reset, whole process, suite to be found", any, [("ipmitool", ipmitool)])
        figures.add("reset, whole process", any, [("cluster-glue", clusterGlue)])
    }

    static func ipmipowerArguments(_ hosts: [String]) -> [String] {
        [
            "-h", hosts.joined(separator: ","), "-u", SimulatedBMC.user, "-p", SimulatedBMC.password, "-D", "LAN_2_0",
            "-I", "3", "--reset",
        ]
    }

    private static func ipmitoolArguments(_ bmc: SimulatedBMC) -> [String] {
        [
            "-I", "lanplus", "-C", "3", "-H", bmc.address, "-p", "\(bmc.port)", "-U", SimulatedBMC.user, "-P",
            SimulatedBMC.password, "power", "reset",
        ]
    }

    // MARK: Fork server

    /// What the server itself costs.
    private static func actionsThatDoNothing(_ figures: inout Figures) throws {
        let server = try WarmServer("null").server
        let order = { @Sendable in WarmServer.order(["hostlist=pm01"]) }
        let oneByOne = try Measuring.median(of: 9) {
            try Measuring.clocked { for _ in 0..<200 { _ = try server.perform(order()) } }
        }
        let atOnce = try Measuring.median(of: 9) {
            try Measuring.clocked { try perform((0..<400).map { _ in order() }, server) }
        }
        figures.add("200 actions that do nothing, fork server, one by one", oneByOne, goal: .atMost(200))
        figures.add("400 actions that do nothing, fork server, at once", atOnce, goal: .atMost(200))
    }

    private static func warmServer(_ figures: inout Figures) throws {
        let bmc = try SimulatedBMC("127.0.61.1")
        let server = try WarmServer("ipmi")
        let warm = try Measuring.median(of: runs) { try server.reset(parameters(bmc.address)) }
        figures.add("reset, fork server, warm", warm, goal: .atMost(1.5))
    }

    private static func hundredAtOnce(_ figures: inout Figures) throws {
        let addresses = (1...100).map { "127.0.62.\($0)" }
        let bmcs = try SimulatedBMC("127.0.62.1", count: 100)
        let server = try WarmServer("ipmi").server
        let ours = try Measuring.median(of: 9) {
            try Measuring.clocked { try perform(addresses.map { WarmServer.order(parameters($0)) }, server) }
        }
        let hosts = addresses.map { "\($0):\(bmcs.port)" }
        let peer = try Measuring.median(of: 9) { try Measuring.timed("/usr/sbin/ipmipower", ipmipowerArguments(hosts)) }
        figures.add("reset of 100 BMCs at once, fork server", ours, [("ipmipower", peer)], goal: .atMost(100))
    }

    private static func perform(_ orders: [ExecRequest.Order], _ server: ForkServer) throws {
        for order in orders { _ = try server.begin(order) }
        var open = orders.count
        while open > 0, let event = try server.nextEvent(until: BootClock.milliseconds() + 20_000) {
            guard case .finished(_, let outcome) = event else { continue }
            guard outcome.code == .ok else { throw Measuring.Failure.failed(outcome.text) }
            open -= 1
        }
    }

    private static func parameters(_ address: String) -> [String] {
        [
            "hostname=pm01", "ipaddr=\(address)", "ipport=6230", "userid=\(SimulatedBMC.user)",
            "passwd=\(SimulatedBMC.password)", "interface=lanplus", "remembered.cipher_suite=3",
        ]
    }

    // MARK: Failures

    private static func refusedPort(_ figures: inout Figures) throws {
        let arguments = [
            "-s", "-t", "external/ipmi", "hostname=pm01", "ipaddr=127.0.63.1:6231", "userid=u", "passwd=env:HOME",
        ]
        let ours = try Measuring.median(of: 5) {
            try Measuring.clocked {
                let run = try ProcessRun.run(
                    Stage.shared.stonith, arguments + ["interface=lanplus", "-T", "reset", "pm01"])
                guard run.status == 6 else { throw Measuring.Failure.failed(run.errors) }
            }
        }
        let peer = try Measuring.clocked {
            _ = try ProcessRun.run("/usr/sbin/ipmipower", ipmipowerArguments(["127.0.63.1:6231"]))
        }
        figures.add("a port that refuses, whole process", ours, [("ipmipower", peer)], goal: .atMost(300))
    }
}
