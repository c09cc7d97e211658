import TestRig
import Testing

/// `external/ibmrsa-telnet` on a simulated board.
@Suite(.waiting) struct RSAPowerTests {
    private let stage = Stage.shared
    private let type = "external/ibmrsa-telnet"

    private func run(_ board: SimulatedRSA, _ more: [String]) throws -> (run: ProcessRun, report: Report) {
        try stage.report(board.parameters() + more, type: type)
    }

    @Test func resetIsThePowerCycleOfTheBoard() throws {
        let board = try SimulatedRSA("127.44.1.1")
        let (run, report) = try run(board, ["-T", "reset", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "accepted")
        #expect(eventually { (try? board.log().last) == "trips 5" })
        let log = try board.log().filter { $0 != "exit" }
        #expect(log == ["session", "login USERID", "state", "power cycle", "trips 5"])
        #expect(!run.errors.contains(SimulatedRSA.password))
    }

    @Test func offAndOnAreReadBack() throws {
        let board = try SimulatedRSA("127.44.1.2")
        try board.set(mode: "offdelay=0.5")
        for (action, isOn) in [("off", false), ("off", false), ("on", true), ("on", true)] {
            let (run, report) = try run(board, ["-T", action, "PM01"])
            #expect(run.status == 0)
            #expect(report.evidence == "read-back")
            #expect(try board.isOn() == isOn)
        }
        #expect(try board.power() == ["power off", "power on"])
    }

    @Test func resetByOffAndOnAndOfANodeThatIsOff() throws {
        let board = try SimulatedRSA("127.44.1.3")
        let (_, proven) = try run(board, ["reset_method=onoff", "-T", "reset", "pm01"])
        #expect(proven.evidence == "read-back")
        try board.set(on: false)
        let (_, found) = try run(board, ["-T", "reset", "pm01"])
        #expect(found.evidence == "read-back")
        #expect(found.text.contains("It was off already; it is on now."))
        #expect(try board.power() == ["power off", "power on", "power on"])
        #expect(try board.isOn())
    }

    @Test func statusAndList() throws {
        let board = try SimulatedRSA("127.44.1.4")
        let (status, report) = try run(board, ["-S"])
        #expect(status.status == 0)
        #expect(report.text.contains("power is on"))
        let (_, list) = try run(board, ["-l"])
        #expect(list.hosts == ["pm01"])
        #expect(try board.power().isEmpty)
    }

    @Test func aForeignNodeIsRefusedAndNothingSent() throws {
        let board = try SimulatedRSA("127.44.1.5")
        let (run, report) = try run(board, ["-T", "reset", "pm02"])
        #expect(run.status == 4)
        #expect(report.cause == "wrong-target")
        #expect(try board.log().isEmpty)
    }

    /// However the board talks, it is the same dialogue.
    @Test(arguments: [
        "drip=2", "eol=lf", "eol=cr", "eol=crnul", "eol=lfcr", "noecho", "options", "banner", "banner paging", "late",
        "options banner paging late drip=1", "noecho eol=cr late",
    ])
    func anyWayToTalk(_ mode: String) throws {
        let board = try SimulatedRSA(
            "127.44.2.\(mode.utf8.count)", port: 2400 + mode.utf8.reduce(0) { $0 + Int($1) } % 500)
        try board.set(mode: mode)
        let (run, report) = try run(board, ["reset_method=onoff", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(try board.power() == ["power off", "power on"])
        #expect(try board.passwords() == 1)
    }

    /// The names that cluster-glue's text for operators shows.
    @Test func theOtherNamesOfTheParameters() throws {
        let board = try SimulatedRSA("127.44.1.6")
        let (run, _) = try stage.report(
            [
                "nodename=pm01", "ipaddr=\(board.address):\(board.port)", "userid=\(SimulatedRSA.user)",
                "passwd=\(SimulatedRSA.password)", "-S",
            ], type: type)
        #expect(run.status == 0, "\(run.errors)")
    }

    /// By the other names of the parameters, and the password is in no log.
    @Test func aFenceThroughTheDaemon() throws {
        let board = try SimulatedRSA("127.44.1.14")
        let daemon = try RunningDaemon(
            "primitive r stonith:external/ibmrsa-telnet params nodename=pm01 ipaddr=\"\(board.address):\(board.port)\" "
                + "userid=\(SimulatedRSA.user) passwd=\(SimulatedRSA.password) reset_method=onoff\n"
                + Primitive.budget(20))
        let (run, verdict) = try daemon.fence("pm01", ["--minimum-evidence", "read-back"])
        #expect(run.status == 0 && verdict.outcome == "fenced", "\(run.output)")
        #expect(try board.power() == ["power off", "power on"])
        #expect(!daemon.logs(SimulatedRSA.password, withinSeconds: 0))
    }

    @Test func aLostAnswerToACycleGoesOnAsOffReadBackOn() throws {
        for (number, mode) in ["cut=power once", "cut=done once"].enumerated() {
            let board = try SimulatedRSA("127.44.1.\(10 + number)")
            try board.set(mode: mode)
            let (run, report) = try run(board, ["-T", "reset", "pm01"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(report.evidence == "read-back")
            #expect(report.text.contains("may have been reset twice"))
            #expect(try board.power().suffix(2) == ["power off", "power on"])
        }
    }

    /// The board carries each command out and answers none: what was read back off is fenced, and that is all.
    @Test func whatIsReadBackOffIsFencedThoughNothingIsAnswered() throws {
        let board = try SimulatedRSA("127.44.1.13")
        try board.set(mode: "hang=done")
        let (run, report) = try run(board, ["--timeout", "6", "-T", "reset", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(report.warnings.first?.contains("could not be powered on again") == true)
        #expect(try board.power().prefix(2) == ["power cycle", "power off"])
        #expect(try board.power().count { $0 == "power cycle" } == 1, "a cycle is never repeated")
    }

    @Test func aLostAnswerToAnOffIsReadInANewSession() throws {
        let board = try SimulatedRSA("127.44.1.12")
        try board.set(mode: "cut=done once")
        let (run, report) = try run(board, ["-T", "off", "pm01"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(try board.power() == ["power off"])
    }
}
