import TestRig
import Testing

/// Two clients that nobody here wrote work with the simulated board, and it logs what they did: it is no invention.
@Suite(.waiting) struct RiloePeerTests {
    @Test func clusterGluesScriptResetsTheNode() throws {
        let board = try SimulatedILO(60)
        for (verb, power) in [
            ("status", []), ("off", ["power 0"]), ("on", ["power 0", "power 1"]),
            ("reset", ["power 0", "power 1", "power 0", "power 1"]),
        ] {
            let run = try script(board, verb)
            #expect(run.status == 0, "\(verb): \(run.output)\(run.errors)")
            #expect(try board.powerLog() == power)
        }
    }

    @Test func clusterGluesScriptUsesTheBoardsOwnReset() throws {
        let board = try SimulatedILO(61)
        #expect(try script(board, "reset", ["ilo_can_reset": "1"]).status == 0)
        #expect(try board.powerLog() == ["reset"])
        #expect(try script(board, "reset", ["ilo_password": "wrong"]).status != 0)
        #expect(try board.log().contains("refused Administrator"))
    }

    @Test func fenceILOSwitchesTheNode() throws {
        let board = try SimulatedILO(62)
        #expect(try fenceILO(board, "status").status == 0)
        for (action, power) in [("off", "power 0"), ("on", "power 1"), ("reboot", "power 1")] {
            try board.clearLog()
            let run = try fenceILO(board, action)
            #expect(run.status == 0, "\(action): \(run.output)\(run.errors)")
            #expect(try board.powerLog().last == power)
            #expect(try board.powerLog().contains("hold"))
        }
        #expect(try fenceILO(board, "off", password: "wrong").status != 0)
        #expect(try board.isOn())
    }

    private func script(_ board: SimulatedILO, _ verb: String, _ more: [String: String] = [:]) throws -> ProcessRun {
        let environment = [
            "PATH": "/usr/share/cluster-glue:/usr/sbin:/usr/bin:/sbin:/bin",
            "SSL_CERT_FILE": try SimulatedILO.authority(),
            "hostlist": "pm01", "ilo_hostname": "\(board.address):\(SimulatedILO.port)", "ilo_user": SimulatedILO.user,
            "ilo_password": SimulatedILO.password,
        ]
        return try ProcessRun.run(
            "/usr/lib/stonith/plugins/external/riloe", [verb], environment: environment.merging(more) { $1 })
    }

    private func fenceILO(
        _ board: SimulatedILO, _ action: String, password: String = SimulatedILO.password
    ) throws -> ProcessRun {
        let options = """
            ipaddr=\(board.address)
            ipport=\(SimulatedILO.port)
            login=\(SimulatedILO.user)
            passwd=\(password)
            action=\(action)
            ssl_insecure=1

            """
        return try ProcessRun.run("/usr/sbin/fence_ilo", [], input: options, seconds: 90)
    }
}
