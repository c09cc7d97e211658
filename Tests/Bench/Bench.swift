import ClusterModel
import Execution
import Foundation
import TestRig
import Wire

/// `make bench`: our figures beside the peers', from one run on one machine. Ratios are what counts.
enum Bench {
    /// ipmi_sim 2.0.33 has 63 sessions and frees them late, so nobody gets more runs than this from one BMC.
    private static let runs = 50

    /// - Parameter names: which parts to run; all when empty.
    static func run(_ names: [String]) throws {
        print("what                                             ours          peer          must reach")
        let parts = [
            ("process", wholeProcess), ("null", actionsThatDoNothing), ("warm", warmServer), ("hundred", hundredAtOnce),
            ("refused", refusedPort),
        ]
        for (name, part) in parts where names.isEmpty || names.contains(name) { try part() }
    }

    // MARK: One reset, whole process

    private static func wholeProcess() throws {
        let ours = try SimulatedBMC("127.0.60.1")
        let anySuite = try SimulatedBMC("127.0.60.5")
        let power = try SimulatedBMC("127.0.60.2")
        let tool = try SimulatedBMC("127.0.60.3")
        let glue = try SimulatedBMC("127.0.60.4", port: 623)  // the script knows no other
        let environment = ["PASSWORD": SimulatedBMC.password]
        let (parameters, anyParameters) = (
            ours.parameters(password: "env:PASSWORD"), anySuite.parameters(password: "env:PASSWORD")
        )
        let suite3 = try median {
            try timed(
                Stage.shared.stonith,
                ["-s", "-t", "external/ipmi"] + parameters + ["cipher_suite=3", "-T", "reset", "pm01"],
                environment)
        }
        let any = try median(of: 15) {
            try timed(
                Stage.shared.stonith, ["-s", "-t", "external/ipmi"] + anyParameters + ["-T", "reset", "pm01"],
                environment)
        }
        let ipmipower = try median {
            try timed("/usr/sbin/ipmipower", ipmipowerArguments(["\(power.address):\(power.port)"]))
        }
        let ipmitool = try median { try timed("/usr/bin/ipmitool", ipmitoolArguments(tool)) }
        let clusterGlue = try median(of: 5) {
            try timed(
                "/usr/sbin/stonith",
                ["-s", "-t", "external/ipmi"] + glue.parameters() + [
                    "ipmitool=\(glue.ipmitool)", "-T", "reset", "pm01",
                ])
        }
        line("reset, whole process, cipher suite 3 given", suite3, "ipmipower", ipmipower, "<= ipmipower")
        line("reset, whole process, suite to be found", any, "ipmitool", ipmitool, "")
        line("reset, whole process", any, "cluster-glue", clusterGlue, "")
    }

    private static func ipmipowerArguments(_ hosts: [String]) -> [String] {
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
    private static func actionsThatDoNothing() throws {
        let server = try startServer("null")
        let order = { @Sendable in
            ExecRequest.Order(
                action: .reset, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + 20_000,
                parameters: [Parameter(name: "hostlist", value: Secret("pm01"))])
        }
        let oneByOne = try median(of: 9) {
            try clocked { for _ in 0..<200 { _ = try server.perform(order()) } }
        }
        let atOnce = try median(of: 9) { try clocked { try perform((0..<400).map { _ in order() }, server) } }
        line("200 actions that do nothing, one by one", oneByOne, "", nil, "<= 200 ms")
        line("400 actions that do nothing, at once", atOnce, "", nil, "<= 200 ms")
    }

    private static func warmServer() throws {
        let bmc = try SimulatedBMC("127.0.61.1")
        let server = try startServer()
        let warm = try median {
            try clocked {
                let outcome = try server.perform(order(bmc.address))
                guard outcome.code == .ok else { throw Failure.failed(outcome.text) }
            }
        }
        line("reset, fork server, warm", warm, "", nil, "<= 1.5 ms")
    }

    private static func hundredAtOnce() throws {
        let addresses = (1...100).map { "127.0.62.\($0)" }
        let bmcs = try SimulatedBMC("127.0.62.1", count: 100)
        let server = try startServer()
        let ours = try median(of: 9) { try clocked { try perform(addresses.map { order($0) }, server) } }
        let hosts = addresses.map { "\($0):\(bmcs.port)" }
        let peer = try median(of: 9) { try timed("/usr/sbin/ipmipower", ipmipowerArguments(hosts)) }
        line("reset of 100 BMCs at once, fork server", ours, "ipmipower", peer, "<= 100 ms")
    }

    private static func perform(_ orders: [ExecRequest.Order], _ server: ForkServer) throws {
        for order in orders { _ = try server.begin(order) }
        var open = orders.count
        while open > 0, let event = try server.nextEvent(until: BootClock.milliseconds() + 20_000) {
            guard case .finished(_, let outcome) = event else { continue }
            guard outcome.code == .ok else { throw Failure.failed(outcome.text) }
            open -= 1
        }
    }

    private static func startServer(_ plugin: String = "ipmi") throws -> ForkServer {
        let server = try ForkServer(
            .program(Stage.shared.executor, locksMemory: true), plugin: Stage.shared.plugin(plugin))
        _ = try server.describe(timeoutMilliseconds: 10_000)
        return server
    }

    private static func order(_ address: String) -> ExecRequest.Order {
        let values = [
            ("hostname", "pm01"), ("ipaddr", address), ("ipport", "6230"), ("userid", SimulatedBMC.user),
            ("passwd", SimulatedBMC.password), ("interface", "lanplus"), ("remembered.cipher_suite", "3"),
        ]
        return ExecRequest.Order(
            action: .reset, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + 20_000,
            parameters: values.map { Parameter(name: $0.0, value: Secret($0.1)) })
    }

    // MARK: Failures

    private static func refusedPort() throws {
        let arguments = [
            "-s", "-t", "external/ipmi", "hostname=pm01", "ipaddr=127.0.63.1:6231", "userid=u", "passwd=env:HOME",
        ]
        let ours = try median(of: 5) {
            try clocked {
                let run = try ProcessRun.run(
                    Stage.shared.stonith, arguments + ["interface=lanplus", "-T", "reset", "pm01"])
                guard run.status == 6 else { throw Failure.failed(run.errors) }
            }
        }
        let peer = try clocked {
            _ = try ProcessRun.run("/usr/sbin/ipmipower", ipmipowerArguments(["127.0.63.1:6231"]))
        }
        line("a port that refuses", ours, "ipmipower", peer, "<= 300 ms")
    }

    // MARK: Measuring

    enum Failure: Error {
        case failed(String)
    }

    /// Milliseconds from start to exit; the program must succeed.
    private static func timed(_ path: String, _ arguments: [String], _ more: [String: String] = [:]) throws -> Double {
        let run = try ProcessRun.run(path, arguments, environment: ProcessRun.plainEnvironment.merging(more) { $1 })
        guard run.status == 0 else { throw Failure.failed("\(path): \(run.output)\(run.errors)") }
        return run.milliseconds
    }

    private static func clocked(_ body: () throws -> Void) rethrows -> Double {
        let begin = DispatchTime.now()
        try body()
        return Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 1e6
    }

    private static func median(of count: Int = runs, _ body: () throws -> Double) rethrows -> Double {
        var values: [Double] = []
        for _ in 0..<count { values.append(try body()) }
        return values.sorted()[count / 2]
    }

    private static func line(_ what: String, _ ours: Double, _ peer: String, _ theirs: Double?, _ goal: String) {
        let theirs = theirs.map { "\(peer) \(rounded($0))" } ?? ""
        let columns = [(what, 45), (rounded(ours), 12), (theirs, 24), (goal, 0)]
        print(
            columns.map { $0.0.padding(toLength: max($0.1, $0.0.count), withPad: " ", startingAt: 0) }.joined(
                separator: "  "))
    }

    private static func rounded(_ milliseconds: Double) -> String {
        milliseconds < 10 ? "\((milliseconds * 100).rounded() / 100) ms" : "\((milliseconds * 10).rounded() / 10) ms"
    }
}
