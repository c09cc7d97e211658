import TestRig
import Testing

/// Each way a board can fail has its own message, exit code and cause; inside the deadline, and never as a success.
@Suite(.waiting) struct RiloeFaultTests {
    private let stage = Stage.shared

    struct Case: Sendable, CustomTestStringConvertible {
        var mode: String
        var status: Int32
        var cause: String
        var advice: String
        var testDescription: String { mode }
    }

    /// What a board refuses is known.
    private static let refusals: [Case] = [
        Case(mode: "refuse", status: 5, cause: "command-refused", advice: "event log"),
        Case(mode: "stuck", status: 5, cause: "still-on", advice: "pull the plug"),
    ]

    /// What is no answer leaves a power command unknown; a status has its own word for it.
    private static let noAnswers: [Case] = [
        Case(mode: "garbage", status: 5, cause: "not-ribcl", advice: "ilo_hostname"),
        Case(mode: "doctype", status: 5, cause: "not-ribcl", advice: "ilo_hostname"),
        Case(mode: "huge", status: 5, cause: "too-long", advice: "ilo_hostname"),
    ]

    private static let unknown = Case(
        mode: "", status: 6, cause: "no-answer-to-command", advice: "Read the power state")

    @Test(arguments: refusals, SimulatedILO.Way.allCases)
    func aRefusalHasItsOwnWord(_ one: Case, _ way: SimulatedILO.Way) throws {
        let board = try SimulatedILO((one.mode == "refuse" ? 30 : 32) + (way == .raw ? 0 : 1), way)
        try board.set(mode: one.mode)
        try expect(one, board, ["remembered.ribcl=\(way.rawValue)", "-T", "off", "pm01"])
    }

    @Test(arguments: noAnswers, SimulatedILO.Way.allCases)
    func whatIsNoAnswerHasItsOwnWord(_ one: Case, _ way: SimulatedILO.Way) throws {
        let place = Self.noAnswers.firstIndex { $0.mode == one.mode } ?? 0
        let board = try SimulatedILO(34 + 2 * place + (way == .raw ? 0 : 1), way)
        try board.set(mode: one.mode)
        try expect(one, board, ["remembered.ribcl=\(way.rawValue)", "-S"])
        try expect(Self.unknown, board, ["remembered.ribcl=\(way.rawValue)", "-T", "off", "pm01"])
    }

    @Test func anAnswerWithoutAPowerStateLeavesAPowerCommandUnknown() throws {
        let board = try SimulatedILO(44)
        try board.set(mode: "silent-state")
        try expect(Self.unknown, board, ["-T", "off", "pm01"])
    }

    /// The command was read, and nobody knows what came of it.
    @Test func aBoardThatHangsAfterACommandIsUnknown() throws {
        let board = try SimulatedILO(45)
        try board.set(mode: "hang")
        try expect(Self.unknown, board, ["remembered.ribcl=raw", "-T", "off", "pm01"])
        let (status, report) = try stage.report(
            try board.parameters() + ["remembered.ribcl=raw", "--timeout", "3", "-S"], type: "external/riloe")
        #expect(status.status == 6)
        #expect(report.cause == "silent")
        #expect(status.milliseconds < 4000)
    }

    @Test(arguments: SimulatedILO.Way.allCases) func aWrongLoginIsSaidAndNotTriedInTheOtherWay(
        _ way: SimulatedILO.Way
    ) throws {
        let board = try SimulatedILO(way == .raw ? 46 : 47, way)
        let (run, report) = try stage.report(
            try board.parameters(password: "wrong") + ["-T", "off", "pm01"], type: "external/riloe")
        #expect(run.status == 2)
        #expect(report.cause == "wrong-login")
        #expect(run.errors.contains("ilo_password"))
        #expect(!run.errors.contains("wrong\"") && !run.output.contains("hog<"))
        #expect(try board.log().filter { $0.hasPrefix("refused") }.count == 1)
        #expect(try board.isOn())
    }

    @Test func aUserWithoutThePrivilegeIsTold() throws {
        let board = try SimulatedILO(48)
        let (run, report) = try stage.report(
            try board.parameters(user: "viewer") + ["-T", "off", "pm01"], type: "external/riloe")
        #expect(run.status == 2)
        #expect(report.cause == "too-little-privilege")
        #expect(run.errors.contains("Virtual Power and Reset"))
        #expect(try board.isOn())
    }

    @Test func aBoardThatIsNotThere() throws {
        let board = try SimulatedILO(49)
        board.stop()
        #expect(eventually { (try? stage.report(board.parameters() + ["-S"], type: "external/riloe").run.status) == 6 })
        let (run, report) = try stage.report(try board.parameters() + ["-T", "off", "pm01"], type: "external/riloe")
        #expect(run.status == 6)
        #expect(report.cause == "refused")
        #expect(run.errors.contains("nothing listens there"))
    }

    @Test func anUnknownCertificateIsRefusedBeforeThePasswordLeaves() throws {
        let board = try SimulatedILO(50)
        let parameters = try board.parameters().filter { !$0.hasPrefix("tls_ca") }
        let (run, report) = try stage.report(parameters + ["-T", "off", "pm01"], type: "external/riloe")
        #expect(run.status == 2)
        #expect(report.cause == "certificate-untrusted")
        #expect(run.errors.contains("tls_fingerprint"))
        #expect(try board.log().allSatisfy { $0 == "connect" })
        let shown = run.errors.split(separator: " ").first { $0.count >= 95 && $0.contains(":") }
        let fingerprint = String(try #require(shown).prefix(95))
        let (pinned, _) = try stage.report(
            parameters + ["tls_fingerprint=\(fingerprint)", "-T", "off", "pm01"], type: "external/riloe")
        #expect(pinned.status == 0, "\(pinned.errors)")
    }

    @Test(arguments: ["tls_fingerprint=12", "ilo_protocol=x", "ilo_can_reset=perhaps"])
    func aMistakeInTheParametersIsSaidBeforeAnythingIsSent(_ parameter: String) throws {
        let (run, report) = try stage.report(
            ["hostlist=pm01", "ilo_hostname=127.42.2.9", "ilo_password=p", parameter, "-T", "off", "pm01"],
            type: "external/riloe")
        #expect(run.status == 1)
        #expect(report.cause == "bad-config")
        #expect(run.errors.contains(parameter.split(separator: "=")[0]))
    }

    private func expect(
        _ one: Case, _ board: SimulatedILO, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let (run, report) = try stage.report(
            try board.parameters() + ["--timeout", "4"] + arguments, type: "external/riloe")
        #expect(run.status == one.status, "\(run.errors)", sourceLocation: sourceLocation)
        #expect(report.cause == one.cause, sourceLocation: sourceLocation)
        #expect(report.evidence == "none", sourceLocation: sourceLocation)
        #expect(run.errors.contains(one.advice), "\(run.errors)", sourceLocation: sourceLocation)
        #expect(run.milliseconds < 5000, sourceLocation: sourceLocation)
        #expect(try board.powerLog().count <= 1, sourceLocation: sourceLocation)
    }
}
