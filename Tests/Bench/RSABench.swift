import TestRig

/// A reset through an RSA board, beside cluster-glue's script and fence_rsa on the same kind of board.
enum RSABench {
    static let parts: [Bench.Part] = [("rsa", resets)]

    private static let runs = 9
    private static let peerRuns = 3

    private static func resets(_ figures: inout Figures) throws {
        let server = try WarmServer("ibmrsa-telnet")
        let warm = try cost(runs, "127.44.6.1") { try server.reset($0.parameters()) }
        let whole = try cost(runs, "127.44.6.2") {
            try ResetCost.wholeProcess(
                "external/ibmrsa-telnet", $0.parameters(password: "env:PASSWORD"), password: SimulatedRSA.password)
        }
        let script = try cost(peerRuns, "127.44.6.3", port: 23, script)
        let agent = try cost(peerRuns, "127.44.6.4", agent)
        let peers = [("cluster-glue's script", script.milliseconds), ("fence_rsa", agent.milliseconds)]
        let tenth = min(script.milliseconds, agent.milliseconds) / 10
        figures.add("reset by RSA board, fork server, warm", warm.milliseconds, peers, goal: .atMost(tenth))
        figures.add("reset by RSA board, whole process", whole.milliseconds, peers, goal: .atMost(tenth))
        figures.count(
            "  its round trips; the script's \(script.roundTrips)", warm.roundTrips, atMost: script.roundTrips / 2)
        figures.count(
            "  its round trips; fence_rsa's \(agent.roundTrips)", warm.roundTrips, atMost: agent.roundTrips / 2)
    }

    private static func cost(
        _ runs: Int, _ address: String, port: Int = 2323, _ reset: (SimulatedRSA) throws -> Double
    ) throws -> ResetCost {
        try ResetCost(
            SimulatedRSA(address, port: port), runs: runs, roundTrips: roundTrips, isRight: { try $0.isOn() }, reset)
    }

    /// Once the board has seen the end of each session.
    private static func roundTrips(_ board: SimulatedRSA) throws -> Int {
        let hasEnded = try eventually {
            let log = try board.log()
            return log.count { $0 == "session" } == log.count { $0.hasPrefix("trips ") }
        }
        guard hasEnded else { throw Measuring.Failure.failed("a session did not end") }
        return try board.trips()
    }

    /// The script alone: under cluster-glue's `stonith` it takes a second more. It knows no port but 23.
    private static func script(_ board: SimulatedRSA) throws -> Double {
        try Measuring.timed(
            "/usr/lib/stonith/plugins/external/ibmrsa-telnet", ["reset"],
            [
                "nodename": "pm01", "ip_address": board.address, "username": SimulatedRSA.user,
                "password": SimulatedRSA.password, "PATH": "/usr/share/cluster-glue:/usr/sbin:/usr/bin:/sbin:/bin",
            ])
    }

    private static func agent(_ board: SimulatedRSA) throws -> Double {
        try Measuring.timed(
            "/usr/sbin/fence_rsa",
            [
                "-a", board.address, "-u", "\(board.port)", "-l", SimulatedRSA.user, "-p", SimulatedRSA.password, "-o",
                "reboot",
            ])
    }
}
