import TestRig
import Testing

/// The simulated board is no invention of ours: cluster-glue's script and fence_rsa use it as they use a real one.
@Suite(.waiting) struct RSAPeerTests {
    private static let script = "/usr/lib/stonith/plugins/external/ibmrsa-telnet"

    private static func script(_ board: SimulatedRSA, _ verb: String) throws -> Int32 {
        let environment = [
            "nodename": "pm01", "ip_address": board.address, "username": SimulatedRSA.user,
            "password": SimulatedRSA.password,
            "PATH": "/usr/share/cluster-glue:/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        return try ProcessRun.run(script, [verb], environment: environment).status
    }

    /// Its options on stdin, as a cluster gives them.
    private static func agent(_ board: SimulatedRSA, _ action: String, password: String) throws -> Int32 {
        let options = [
            "ip=\(board.address)", "ipport=\(board.port)", "username=\(SimulatedRSA.user)", "password=\(password)",
            "action=\(action)",
        ]
        return try ProcessRun.run("/usr/sbin/fence_rsa", [], input: options.joined(separator: "\n") + "\n").status
    }

    @Test(.enabled(if: Namespace.isAllowed, "needs root: the script knows no port but 23"))
    func clusterGluesScript() throws {
        let board = try SimulatedRSA("127.44.5.1", port: 23)
        for (verb, isOn) in [("status", true), ("reset", true), ("off", false), ("on", true)] {
            #expect(try Self.script(board, verb) == 0, "\(verb)")
            #expect(try board.isOn() == isOn, "\(verb)")
        }
        #expect(try board.power() == ["power cycle", "power off", "power on"])
    }

    @Test func fenceRSA() throws {
        let board = try SimulatedRSA("127.44.5.2")
        #expect(try Self.agent(board, "reboot", password: SimulatedRSA.password) == 0)
        #expect(try board.power() == ["power off", "power on"])
        #expect(try Self.agent(board, "off", password: SimulatedRSA.password) == 0)
        #expect(try board.isOn() == false)
        #expect(try Self.agent(board, "status", password: SimulatedRSA.password) == 2, "2 is off")
        #expect(try Self.agent(board, "on", password: "wrong") != 0)
        #expect(try board.power() == ["power off", "power on", "power off"])
    }
}
