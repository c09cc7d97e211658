import TestRig
import Testing

/// Each way an RSA board can fail has its own message, exit code and cause, inside the deadline.
@Suite(.waiting) struct RSAErrorTests {
    struct Fault: Sendable, CustomStringConvertible {
        var number: Int
        var mode: String
        var status: Int32
        var cause: String
        var advice: String
        var seconds = 20
        var sessionsMax = 1
        /// A status would find nothing wrong.
        var isOfPower = false
        var description: String { mode }
    }

    private static let faults = [
        Fault(number: 1, mode: "silent", status: 6, cause: "says-nothing", advice: "said nothing", seconds: 3),
        Fault(
            number: 2, mode: "shut", status: 6, cause: "closed", advice: "restart the board", seconds: 3, sessionsMax: 9
        ),
        Fault(
            number: 3, mode: "busy", status: 5, cause: "busy", advice: "end it on the board", seconds: 3, sessionsMax: 9
        ),
        Fault(number: 4, mode: "nologin", status: 5, cause: "no-login-prompt", advice: "its telnet port?", seconds: 3),
        Fault(number: 5, mode: "hang=user", status: 6, cause: "no-answer", advice: "look at its network", seconds: 3),
        Fault(number: 6, mode: "hang=state", status: 6, cause: "no-answer", advice: "look at its network", seconds: 3),
        Fault(number: 7, mode: "cut=password", status: 2, cause: "wrong-login", advice: "after the password"),
        Fault(
            number: 8, mode: "cut=state", status: 6, cause: "closed", advice: "closed the connection", sessionsMax: 3),
        Fault(number: 9, mode: "nostate", status: 5, cause: "no-power-state", advice: "in transition"),
        Fault(number: 10, mode: "flood", status: 5, cause: "too-much", advice: "far more"),
        Fault(number: 11, mode: "drip=300", status: 6, cause: "no-answer", advice: "time for the action", seconds: 3),
        Fault(number: 12, mode: "nocommand", status: 5, cause: "no-such-command", advice: "RSA II board"),
        Fault(number: 13, mode: "denied", status: 2, cause: "too-little-privilege", advice: "Restart", isOfPower: true),
        Fault(number: 14, mode: "error", status: 5, cause: "error-answer", advice: "could not", isOfPower: true),
        Fault(number: 15, mode: "hang=login", status: 6, cause: "says-nothing", advice: "said nothing", seconds: 3),
    ]

    @Test(arguments: faults) func saysWhatIsWrong(_ fault: Fault) throws {
        let board = try SimulatedRSA("127.44.3.\(fault.number)")
        try board.set(mode: fault.mode)
        let actions = [["-T", "reset", "pm01"], fault.isOfPower ? ["-T", "off", "pm01"] : ["-S"]]
        for action in actions {
            let before = try board.log().count { $0 == "session" }
            let (run, report) = try Stage.shared.report(
                board.parameters() + ["--timeout", "\(fault.seconds)"] + action, type: "external/ibmrsa-telnet")
            #expect(run.status == fault.status, "\(action): \(run.errors)")
            #expect(report.cause == fault.cause, "\(action)")
            #expect(report.evidence == "none")
            #expect(run.errors.contains(fault.advice), "\(run.errors)")
            #expect(!run.errors.contains(SimulatedRSA.password))
            #expect(run.milliseconds < Double(fault.seconds) * 1000 + 5000)
            #expect(try board.log().count { $0 == "session" } - before <= fault.sessionsMax, "\(action)")
        }
        #expect(try board.power().isEmpty)
    }

    /// A board locks a user out after some failures: one try an action.
    @Test(arguments: ["", "echopassword"]) func aWrongPasswordIsTypedOnce(_ mode: String) throws {
        let board = try SimulatedRSA("127.44.4.\(1 + mode.utf8.count)")
        try board.set(mode: mode)
        let (run, report) = try Stage.shared.report(
            board.parameters(password: "letmein99") + ["-T", "reset", "pm01"], type: "external/ibmrsa-telnet")
        #expect(run.status == 2)
        #expect(report.cause == "wrong-login")
        #expect(!run.errors.contains("letmein99") && !run.output.contains("letmein99"))
        #expect(try board.passwords() == 1)
    }

    @Test func aPowerThatDoesNotGoAwayIsStillOn() throws {
        let board = try SimulatedRSA("127.44.4.20")
        try board.set(mode: "stuck")
        let (run, report) = try Stage.shared.report(
            board.parameters() + ["--timeout", "4", "-T", "off", "pm01"], type: "external/ibmrsa-telnet")
        #expect(run.status != 0)
        #expect(report.evidence == "none")
        #expect(["still-on", "no-answer-to-command"].contains(report.cause), "\(run.errors)")
    }

    /// Nobody knows what came of it: unknown, and never a success.
    @Test func aCommandWithoutAnAnswerIsUnknown() throws {
        let board = try SimulatedRSA("127.44.4.30")
        try board.set(mode: "hang=power")
        for action in ["reset", "off"] {
            let (run, report) = try Stage.shared.report(
                board.parameters() + ["--timeout", "5", "-T", action, "pm01"], type: "external/ibmrsa-telnet")
            #expect(run.status != 0)
            #expect(report.code == "unknown", "\(run.errors)")
            #expect(report.cause == "no-answer-to-command")
            #expect(run.errors.contains("nobody knows whether it was carried out"))
        }
    }

    @Test func aPortThatRefusesAndANameThatDoesNotResolve() throws {
        let device = ["nodename=pm01", "username=u", "password=p12345", "-T", "reset", "pm01"]
        let refused = try Stage.shared.report(
            ["ip_address=127.44.4.40:2399"] + device, type: "external/ibmrsa-telnet")
        #expect(refused.run.status == 6)
        #expect(refused.report.cause == "refused")
        #expect(refused.run.milliseconds < 5000)
        let nameless = try Stage.shared.report(
            ["ip_address=no-such-host.invalid"] + device, type: "external/ibmrsa-telnet")
        #expect(nameless.run.status == 1)
        #expect(nameless.report.cause == "no-such-host")
    }
}
