import ClusterModel
import Execution
import TestRig
import Wire

/// A reset through `external/riloe`, beside cluster-glue's script and `fence_ilo`, each against a board of its own.
enum RiloeBench {
    static let parts: [Bench.Part] = [("riloe", resets)]

    private static let runs = 20
    private static let peerRuns = 3

    private static func resets(_ figures: inout Figures) throws {
        let script = try Peer(90) { try clusterGlue($0) }
        let agent = try Peer(91, fenceILO)
        let peers = [("cluster-glue", script.milliseconds), ("fence_ilo", agent.milliseconds)]
        let bound = script.milliseconds / 10
        let warm = try warmServer(92)
        figures.add("riloe: reset, fork server, warm", warm.milliseconds, peers, goal: .atMost(bound))
        let whole = try Peer(93, runs: runs, wholeProcess)
        figures.add("riloe: reset, whole process", whole.milliseconds, peers, goal: .atMost(bound))
        figures.count(
            "riloe: round trips of a reset (cluster-glue \(script.roundTrips), fence_ilo \(agent.roundTrips))",
            warm.roundTrips, atMost: script.roundTrips / 2)
        let ownReset = try Peer(94, runs: 1) { try clusterGlue($0, ["ilo_can_reset": "1"]) }
        figures.count(
            "riloe: round trips with ilo_can_reset=1 (cluster-glue \(ownReset.roundTrips))",
            try warmServer(95, ["ilo_can_reset=1"]).roundTrips, atMost: ownReset.roundTrips / 2)
    }

    /// What one way needs.
    private struct Peer {
        var milliseconds: Double
        var roundTrips: Int

        init(_ number: Int, runs: Int = peerRuns, _ reset: (SimulatedILO) throws -> Double) throws {
            let board = try SimulatedILO(number)
            _ = try reset(board)
            roundTrips = try board.roundTrips()
            milliseconds = try Measuring.median(of: runs) { try reset(board) }
            guard try board.isOn() else { throw Measuring.Failure.failed("a board was left off") }
        }
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
        let parameters = try board.parameters(password: "env:PASSWORD") + ["remembered.ribcl=raw"]
        return try Measuring.timed(
            Stage.shared.stonith, ["-s", "-t", "external/riloe"] + parameters + ["-T", "reset", "pm01"],
            ["PASSWORD": SimulatedILO.password])
    }

    private static func warmServer(_ number: Int, _ more: [String] = []) throws -> Peer {
        let server = try ForkServer(
            .program(Stage.shared.executor, locksMemory: true), plugin: Stage.shared.plugin("riloe"))
        _ = try server.describe(timeoutMilliseconds: 10_000)
        return try Peer(number, runs: runs) { board in
            let parameters = try (board.parameters() + ["remembered.ribcl=raw"] + more).map { text in
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
    }
}
