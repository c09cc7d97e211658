import ClusterModel
import Execution
import TestRig
import Wire

/// A reset through an RSA board, beside cluster-glue's script and fence_rsa on the same kind of board.
enum RSABench {
    static let parts: [Bench.Part] = [("rsa", resets)]

    private static let runs = 9
    private static let peerRuns = 3

    private static func resets(_ figures: inout Figures) throws {
        let warm = try inServer()
        let whole = try Measured(runs, "127.44.6.2") { board in
            try Measuring.timed(
                Stage.shared.stonith,
                ["-s", "-t", "external/ibmrsa-telnet"] + board.parameters(password: "env:PASSWORD")
                    + ["-T", "reset", "pm01"], ["PASSWORD": SimulatedRSA.password])
        }
        let script = try Measured(peerRuns, "127.44.6.3", port: 23, script)
        let agent = try Measured(peerRuns, "127.44.6.4", agent)
        let peers = [("cluster-glue's script", script.milliseconds), ("fence_rsa", agent.milliseconds)]
        let tenth = min(script.milliseconds, agent.milliseconds) / 10
        figures.add("reset by RSA board, fork server, warm", warm.milliseconds, peers, goal: .atMost(tenth))
        figures.add("reset by RSA board, whole process", whole.milliseconds, peers, goal: .atMost(tenth))
        figures.count("  its round trips; the script's \(script.trips)", warm.trips, atMost: script.trips / 2)
        figures.count("  its round trips; fence_rsa's \(agent.trips)", warm.trips, atMost: agent.trips / 2)
    }

    /// The median of some resets of one board, and the round trips of each.
    private struct Measured {
        var milliseconds: Double
        var trips: Int

        init(
            _ runs: Int, _ address: String, port: Int = 2323, _ reset: (SimulatedRSA) throws -> Double
        ) throws {
            let board = try SimulatedRSA(address, port: port)
            milliseconds = try Measuring.median(of: runs) { try reset(board) }
            let ended = { (try? board.log().count { $0.hasPrefix("trips ") }) ?? 0 }
            guard eventually({ ended() >= runs }) else { throw Measuring.Failure.failed("a session did not end") }
            trips = try board.trips() / runs
        }
    }

    private static func inServer() throws -> Measured {
        let server = try ForkServer(
            .program(Stage.shared.executor, locksMemory: true), plugin: Stage.shared.plugin("ibmrsa-telnet"))
        _ = try server.describe(timeoutMilliseconds: 10_000)
        return try Measured(runs, "127.44.6.1") { board in
            try Measuring.clocked {
                let outcome = try server.perform(order(board))
                guard outcome.code == .ok else { throw Measuring.Failure.failed(outcome.text) }
            }
        }
    }

    private static func order(_ board: SimulatedRSA) -> ExecRequest.Order {
        let values = board.parameters().compactMap { text -> Parameter? in
            guard let sign = text.firstIndex(of: "=") else { return nil }
            return Parameter(name: String(text[..<sign]), value: Secret(String(text[sign...].dropFirst())))
        }
        return ExecRequest.Order(
            action: .reset, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + 20_000,
            parameters: values)
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
