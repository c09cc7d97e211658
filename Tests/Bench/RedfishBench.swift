import ClusterModel
import Execution
import TestRig
import Wire

/// A reset through `redfish`, beside `fence_redfish`, each against a service of its own. The agent's reboot is off and
/// on, so ours is shown both ways.
enum RedfishBench {
    static let parts: [Bench.Part] = [("redfish", resets)]

    private static let runs = 20
    private static let peerRuns = 3

    private static func resets(_ figures: inout Figures) throws {
        let agent = try Way(runs: peerRuns, fenceRedfish)
        let peers = [("fence_redfish", agent.milliseconds)]
        let goal = Figures.Goal.atMost(agent.milliseconds / 10)
        let server = try ForkServer(
            .program(Stage.shared.executor, locksMemory: true), plugin: Stage.shared.plugin("redfish"))
        _ = try server.describe(timeoutMilliseconds: 10_000)
        let ways = [
            ("ForceRestart", []), ("off and on", ["reset_method=onoff"]),
            ("ForceRestart, Basic", ["login_method=basic"]),
        ]
        for (name, more) in ways {
            let warm = try Way(runs: runs) { try perform($0, more, server) }
            figures.add("redfish: reset by \(name), fork server, warm", warm.milliseconds, peers, goal: goal)
            figures.count(
                "  its round trips with TCP and TLS; fence_redfish's \(agent.roundTrips)", warm.roundTrips,
                atMost: agent.roundTrips / 2)
        }
        let whole = try Way(runs: runs, wholeProcess)
        figures.add("redfish: reset, whole process", whole.milliseconds, peers, goal: goal)
    }

    /// What one way needs.
    private struct Way {
        var milliseconds: Double
        var roundTrips: Int

        init(runs: Int, _ reset: (SimulatedRedfish) throws -> Double) throws {
            let service = try SimulatedRedfish()
            _ = try reset(service)
            roundTrips = try service.roundTrips()
            milliseconds = try Measuring.median(of: runs) { try reset(service) }
            guard try service.isOn(), try service.openSessions() == 0 else {
                throw Measuring.Failure.failed("a node was left off, or a session open")
            }
        }
    }

    private static func fenceRedfish(_ service: SimulatedRedfish) throws -> Double {
        try Measuring.timed(
            "/usr/sbin/fence_redfish",
            [
                "-a", SimulatedRedfish.address, "-u", "\(service.port)", "-l", SimulatedRedfish.user, "-p",
                SimulatedRedfish.password, "--ssl-insecure", "-o", "reboot",
            ])
    }

    /// What the daemon would have from an earlier action.
    private static let remembered = [
        "remembered.system_uri=/redfish/v1/Systems/1",
        "remembered.sessions_uri=/redfish/v1/SessionService/Sessions",
    ]

    private static func perform(
        _ service: SimulatedRedfish, _ more: [String], _ server: ForkServer
    ) throws -> Double {
        let parameters = (service.parameters() + remembered + more).map { text in
            let place = text.firstIndex(of: "=") ?? text.endIndex
            return Parameter(name: String(text[..<place]), value: Secret(String(text[place...].dropFirst())))
        }
        return try Measuring.clocked {
            let outcome = try server.perform(
                ExecRequest.Order(
                    action: .reset, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + 20_000,
                    parameters: parameters))
            guard outcome.code == .ok else { throw Measuring.Failure.failed(outcome.text) }
        }
    }

    private static func wholeProcess(_ service: SimulatedRedfish) throws -> Double {
        try Measuring.timed(
            Stage.shared.stonith,
            ["-s", "-t", "redfish"] + service.parameters(password: "env:PASSWORD") + remembered
                + ["-T", "reset", "pm01"], ["PASSWORD": SimulatedRedfish.password])
    }
}
