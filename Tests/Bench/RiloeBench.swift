import TestRig

/// A reset through `external/riloe`, beside cluster-glue's script and `fence_ilo`, each against a board of its own.
enum RiloeBench {
    static let parts: [Bench.Part] = [("riloe", resets)]

    private static let runs = 20
    private static let peerRuns = 3

    private static func resets(_ figures: inout Figures) throws {
        let script = try cost(90) { try clusterGlue($0) }
        let agent = try cost(91, fenceILO)
        let peers = [("cluster-glue", script.milliseconds), ("fence_ilo", agent.milliseconds)]
        let bound = script.milliseconds / 10
        let warm = try inServer(92)
        figures.add("riloe: reset, fork server, warm", warm.milliseconds, peers, goal: .atMost(bound))
        let whole = try cost(93, runs: runs, wholeProcess)
        figures.add("riloe: reset, whole process", whole.milliseconds, peers, goal: .atMost(bound))
        figures.count(
            "riloe: round trips of a reset (cluster-glue \(script.roundTrips), fence_ilo \(agent.roundTrips))",
            warm.roundTrips, atMost: script.roundTrips / 2)
        let ownReset = try cost(94, runs: 1) { try clusterGlue($0, ["ilo_can_reset": "1"]) }
        figures.count(
            "riloe: round trips with ilo_can_reset=1 (cluster-glue \(ownReset.roundTrips))",
            try inServer(95, ["ilo_can_reset=1"]).roundTrips, atMost: ownReset.roundTrips / 2)
    }

    private static func cost(
        _ number: Int, runs: Int = peerRuns, _ reset: (SimulatedILO) throws -> Double
    ) throws -> ResetCost {
        try ResetCost(
            SimulatedILO(number), runs: runs, roundTrips: { try $0.roundTrips() }, isRight: { try $0.isOn() }, reset)
    }

    private static func clusterGlue(_ board: SimulatedILO, _ more: [String: String] = [:]) throws -> Double {
        let environment = [
            "PATH": "/usr/share/cluster-glue:/usr/sbin:/usr/bin:/sbin:/bin",
            "SSL_CERT_FILE": try SimulatedILO.authority(), "hostlist": "pm01",
            "ilo_hostname": "\(board.address):\(SimulatedILO.port)", "ilo_user": SimulatedILO.user,
            "ilo_password": SimulatedILO.password,
        ]
        return try Measuring.timed(
            "/usr/lib/stonith/plugins/external/riloe", ["reset"], environment.merging(more) { $1 })
    }

    private static func fenceILO(_ board: SimulatedILO) throws -> Double {
        try Measuring.timed(
            "/usr/sbin/fence_ilo",
            [
                "-a", board.address, "-u", "\(SimulatedILO.port)", "-l", SimulatedILO.user, "-p", SimulatedILO.password,
                "--ssl-insecure", "-o", "reboot",
            ])
    }

    private static func wholeProcess(_ board: SimulatedILO) throws -> Double {
        try ResetCost.wholeProcess(
            "external/riloe", board.parameters(password: "env:PASSWORD") + ["remembered.ribcl=raw"],
            password: SimulatedILO.password)
    }

    private static func inServer(_ number: Int, _ more: [String] = []) throws -> ResetCost {
        let server = try WarmServer("riloe")
        return try cost(number, runs: runs) {
            try server.reset($0.parameters() + ["remembered.ribcl=raw"] + more)
        }
    }
}
