import TestRig
import Testing

/// What `external/riloe` does to the power of a node, read from the board's own log.
@Suite(.waiting) struct RiloePowerTests {
    private let stage = Stage.shared

    private func report(
        _ board: SimulatedILO, _ arguments: [String]
    ) throws -> (run: ProcessRun, report: Report) {
        try stage.report(try board.parameters() + arguments, type: "external/riloe")
    }

    @Test(arguments: SimulatedILO.Way.allCases) func aResetIsOffAndOnReadBack(_ way: SimulatedILO.Way) throws {
        let board = try SimulatedILO(way == .raw ? 1 : 2, way)
        let (run, report) = try report(board, ["-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(report.hints == ["ribcl=\(way.rawValue)"])
        #expect(try board.powerLog() == ["power 0", "power 1"])
        #expect(try board.isOn())
    }

    /// One connection and two exchanges, and nothing to find out.
    @Test(arguments: SimulatedILO.Way.allCases) func aRememberedWayCostsNoRoundTrip(_ way: SimulatedILO.Way) throws {
        let board = try SimulatedILO(way == .raw ? 3 : 4, way)
        let (run, _) = try report(board, ["remembered.ribcl=\(way.rawValue)", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try board.roundTrips() == 5)
    }

    /// A board was replaced by one of another generation.
    @Test(arguments: SimulatedILO.Way.allCases) func aWrongMemoryIsCorrected(_ way: SimulatedILO.Way) throws {
        let board = try SimulatedILO(way == .raw ? 5 : 6, way)
        let wrong = way == .raw ? "http" : "raw"
        let (run, report) = try report(board, ["remembered.ribcl=\(wrong)", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.hints == ["ribcl=\(way.rawValue)"])
        #expect(try board.powerLog() == ["power 0", "power 1"])
    }

    @Test(arguments: SimulatedILO.Way.allCases) func theBoardsOwnResetIsOneCommand(_ way: SimulatedILO.Way) throws {
        let board = try SimulatedILO(way == .raw ? 7 : 8, way)
        let (run, report) = try report(board, ["ilo_can_reset=1", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "accepted")
        #expect(try board.powerLog() == ["reset"])
    }

    @Test(arguments: ["0", "1"]) func aResetOfANodeThatIsOffTurnsItOn(_ canReset: String) throws {
        let board = try SimulatedILO(canReset == "0" ? 9 : 10)
        try board.set(on: false)
        let (run, report) = try report(board, ["ilo_can_reset=\(canReset)", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(report.text.contains("off already"))
        #expect(try board.powerLog() == ["power 1"])
    }

    @Test func theButtonIsHeld() throws {
        let board = try SimulatedILO(11)
        let (run, report) = try report(board, ["ilo_powerdown_method=button", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.text == "It was off and is on again.")
        #expect(try board.powerLog() == ["hold", "power 0", "power 1"])
    }

    @Test(arguments: SimulatedILO.Way.allCases) func offIsReadBackUntilItIsTrue(_ way: SimulatedILO.Way) throws {
        let board = try SimulatedILO(way == .raw ? 12 : 13, way)
        try board.set(mode: "offdelay=1.5")
        let (run, report) = try report(board, ["-T", "off", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(run.milliseconds > 1400)
        #expect(try !board.isOn())
        let (again, second) = try self.report(board, ["-T", "off", "pm01"])
        #expect(again.status == 0)
        #expect(second.text == "It was off already.")
        #expect(try board.powerLog() == ["power 0"])
    }

    /// As cluster-glue's script says of them: some boards close the connection after every request.
    @Test(arguments: SimulatedILO.Way.allCases) func aBoardThatHangsUpIsConnectedToAgain(_ way: SimulatedILO.Way) throws
    {
        let board = try SimulatedILO(way == .raw ? 14 : 15, way)
        try board.set(mode: "hangup")
        let (run, report) = try report(board, ["-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(try board.powerLog() == ["power 0", "power 1"])
    }

    /// The answer to a power command is lost: the state says what came of it, and a reset is not simply sent again.
    @Test(arguments: SimulatedILO.Way.allCases, ["0", "1"])
    func aLostAnswerIsMadeSureOf(_ way: SimulatedILO.Way, _ canReset: String) throws {
        let board = try SimulatedILO((way == .raw ? 16 : 18) + (canReset == "1" ? 1 : 0), way)
        try board.set(mode: "swallow")
        let (run, report) = try report(
            board, ["ilo_can_reset=\(canReset)", "remembered.ribcl=\(way.rawValue)", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(try board.powerLog() == (canReset == "1" ? ["reset"] : []) + ["power 0", "power 1"])
    }

    @Test func aCommandForTheStateItHasEndsAnAnswerOnSomeBoards() throws {
        let board = try SimulatedILO(20)
        try board.set(mode: "already")
        try board.set(on: false)
        let (run, report) = try report(board, ["-T", "off", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
    }

    @Test func statusListAndIdentity() throws {
        let board = try SimulatedILO(21)
        let (status, _) = try report(board, ["-S"])
        #expect(status.status == 0)
        let (_, list) = try report(board, ["-l"])
        #expect(list.hosts == ["pm01"])
        let (other, refused) = try report(board, ["-T", "off", "pm02"])
        #expect(other.status == 4)
        #expect(refused.cause == "wrong-target")
        #expect(try board.isOn())
    }

    @Test func whatIsUnsafeWarns() throws {
        let board = try SimulatedILO(22)
        let parameters = try board.parameters().filter { !$0.hasPrefix("tls_ca") }
        let (run, report) = try stage.report(
            parameters + ["tls_insecure=yes", "tls_legacy=yes", "-S"], type: "external/riloe")
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.warnings.contains { $0.contains("tls_insecure") })
        #expect(report.warnings.contains { $0.contains("tls_legacy") })
    }

    /// The names of before, and a proxy to nowhere.
    @Test func oldNamesWorkAndAProxyIsUsed() throws {
        let board = try SimulatedILO(23)
        let old = [
            "RI_HOST=pm01", "RI_HOSTRI=\(board.address):\(SimulatedILO.port)", "RI_LOGIN=\(SimulatedILO.user)",
            "RI_PASSWORD=\(SimulatedILO.password)", "tls_ca=\(try SimulatedILO.authority())",
        ]
        let (run, _) = try stage.report(old + ["-T", "reset", "pm01"], type: "external/riloe")
        #expect(run.status == 0, "\(run.errors)")
        let proxy = ["ilo_proxyhost=127.42.2.1", "ilo_proxyport=9"]
        let (refused, report) = try report(board, proxy + ["-S"])
        #expect(refused.status == 6)
        #expect(report.cause == "refused")
        #expect(refused.errors.contains("proxy"))
    }
}
