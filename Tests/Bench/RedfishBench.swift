import TestRig

/// A reset through `redfish`, beside `fence_redfish`, each against a service of its own. The agent's reboot is off and
/// on, so ours is shown both ways.
enum RedfishBench {
    static let parts: [Bench.Part] = [("redfish", resets)]

    private static let runs = 20
    private static let peerRuns = 3

    private static func resets(_ figures: inout Figures) throws {
        let agent = try cost(peerRuns, fenceRedfish)
        let peers = [("fence_redfish", agent.milliseconds)]
        let goal = Figures.Goal.atMost(agent.milliseconds / 10)
        let server = try WarmServer("redfish")
        let ways = [
            ("ForceRestart", []), ("off and on", ["reset_method=onoff"]),
            ("ForceRestart, Basic", ["login_method=basic"]),
        ]
        for (name, more) in ways {
            let warm = try cost(runs) { try server.reset($0.parameters() + remembered + more) }
            figures.add("redfish: reset by \(name), fork server, warm", warm.milliseconds, peers, goal: goal)
            figures.count(
                "  its round trips with TCP and TLS; fence_redfish's \(agent.roundTrips)", warm.roundTrips,
                atMost: agent.roundTrips / 2)
        }
        let whole = try cost(runs) {
            try ResetCost.wholeProcess(
                "redfish", $0.parameters(password: "env:PASSWORD") + remembered, password: SimulatedRedfish.password)
        }
        figures.add("redfish: reset, whole process", whole.milliseconds, peers, goal: goal)
    }

    private static func cost(_ runs: Int, _ reset: (SimulatedRedfish) throws -> Double) throws -> ResetCost {
        try ResetCost(
            SimulatedRedfish(), runs: runs, roundTrips: { try $0.roundTrips() },
            isRight: { try $0.isOn() && $0.openSessions() == 0 }, reset)
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
}
