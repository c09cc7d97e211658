import Foundation
import TestRig
import Testing

/// `meatclient` and a daemon that says what the test wants.
@Suite(.waiting) struct MeatclientDaemonTests {
    private static let waiting = status("waiting for a person")
    private static let idle = status("idle")

    private static func status(_ state: String) -> String {
        #"{"event":"reply","verb":"status","node":"pm02","since":1,"release":"0.2.0","requests":[],"devices":[],"#
            + #""lost_log_lines":0,"warnings":[],"targets":[{"node":"pm01","state":"\#(state)","text":"","last":null,"#
            + #""last_at":null,"levels":[]}]}"#
    }

    private static func inspection(waits: Bool = true, life: String = "") -> String {
        #"{"event":"reply","verb":"inspect","node":"pm01","waiting":\#(waits),"requests":["a"],"life":[\#(life)]}"#
    }

    private static let taken = #"{"event":"reply","verb":"confirm","requests":["a"]}"#
    private static let power = #""its power is on""#

    private static func refusal(_ verb: String, _ code: String, _ more: String = "") -> String {
        #"{"event":"error","verb":"\#(verb)","code":"\#(code)","text":"because"\#(more)}"#
    }

    private static func run(_ daemon: ScriptedDaemon, _ arguments: [String] = [], input: String) throws -> ProcessRun {
        try ProcessRun.run(
            Stage.shared.meatclient, ["-c", "pm01", "--socket", daemon.path] + arguments, input: input)
    }

    private static func confirmation(_ daemon: ScriptedDaemon) throws -> [String: String] {
        let line = try #require(daemon.requests("confirm").first)
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require(object).mapValues { "\($0)" }
    }

    @Test func yConfirmsWhereNothingShowsLife() throws {
        let daemon = try ScriptedDaemon([
            "status": [Self.waiting], "inspect": [Self.inspection()], "confirm": [Self.taken],
        ])
        let run = try Self.run(daemon, input: "y\n")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasSuffix("PROCEED? [yN] Meatware_client: reset confirmed.\n"))
        let confirmation = try Self.confirmation(daemon)
        #expect(confirmation["node"] == "pm01" && confirmation["manner"] == "answered")
        #expect(confirmation["terminal"] == "")
    }

    @Test(arguments: ["n\n", "\n", "", "pm01\n", String(repeating: "y", count: 2000) + "\n"])
    func anythingElseCancels(answer: String) throws {
        let daemon = try ScriptedDaemon(["status": [Self.waiting], "inspect": [Self.inspection()]])
        let run = try Self.run(daemon, input: answer)
        #expect(run.status == 3)
        #expect(run.output.hasSuffix("PROCEED? [yN] Meatware_client: operation canceled.\n"))
        #expect(daemon.requests("confirm").isEmpty)
    }

    @Test func proofOfLifeWantsTheName() throws {
        let answers = [
            "status": [Self.waiting], "inspect": [Self.inspection(life: Self.power)], "confirm": [Self.taken],
        ]
        let timid = try ScriptedDaemon(answers)
        #expect(try Self.run(timid, input: "y\n").status == 3)
        #expect(timid.requests("confirm").isEmpty)
        let typed = try ScriptedDaemon(answers)
        let run = try Self.run(typed, input: "pm01\n")
        #expect(run.status == 0 && run.output.contains("\n  its power is on\n"))
        #expect(try Self.confirmation(typed)["manner"] == "typed")
        let forced = try ScriptedDaemon(answers)
        #expect(try Self.run(forced, ["--force"], input: "y\n").status == 0)
        #expect(try Self.confirmation(forced)["manner"] == "forced")
    }

    @Test func lifeThatShowsMeanwhileIsAskedAbout() throws {
        let daemon = try ScriptedDaemon([
            "status": [Self.waiting], "inspect": [Self.inspection()],
            "confirm": [Self.refusal("confirm", "alive", #","life":[\#(Self.power)]"#), Self.taken],
        ])
        let run = try Self.run(daemon, input: "y\npm01\n")
        #expect(run.status == 0)
        #expect(run.output.contains("  its power is on\n\nType the node's name to confirm, anything else cancels: "))
    }

    @Test func whoMayNotIsTold() throws {
        let daemon = try ScriptedDaemon([
            "status": [Self.waiting], "inspect": [Self.refusal("inspect", "not-allowed")],
        ])
        let run = try Self.run(daemon, input: "y\n")
        #expect(run.status == 8 && run.errors == "meatclient: because\n" && run.output.isEmpty)
    }

    @Test func aRequestThatEndsMeanwhileIsNoneAnyMore() throws {
        let daemon = try ScriptedDaemon([
            "status": [Self.waiting], "inspect": [Self.inspection()],
            "confirm": [Self.refusal("confirm", "no-request")],
        ])
        #expect(try Self.run(daemon, input: "y\n").status == 4)
    }

    @Test func aConnectionThatIsLostIsNoConfirmation() throws {
        let daemon = try ScriptedDaemon(["status": [Self.waiting], "inspect": [Self.inspection()]])
        let run = try Self.run(daemon, input: "y\n")
        #expect(run.status == 8)
        #expect(!run.output.contains("confirmed") && run.errors.contains("was lost"))
    }

    @Test func nobodyAsks() throws {
        let daemon = try ScriptedDaemon(["status": [Self.idle], "inspect": [Self.inspection(waits: false)]])
        let run = try Self.run(daemon, input: "y\n")
        #expect(run.status == 4 && run.output.isEmpty)
        #expect(
            run.errors == """
                Meatware_IPC failed: /run/meatware.pm01: No such file or directory
                meatclient: stonithd asks nobody to reset pm01

                """)
        #expect(daemon.requests("inspect").isEmpty, "no device is touched for nothing")
    }

    @Test func withoutARequestOnlyWhenToldTo() throws {
        let daemon = try ScriptedDaemon([
            "status": [Self.idle], "inspect": [Self.inspection(waits: false)], "confirm": [Self.taken],
        ])
        #expect(try Self.run(daemon, ["--no-request"], input: "y\n").status == 0)
        #expect(try Self.confirmation(daemon)["no_request"] == "1")
    }

    @Test func waitingShowsDotsAndTouchesNoDevice() throws {
        let daemon = try ScriptedDaemon([
            "status": [Self.idle, Self.idle, Self.waiting], "inspect": [Self.inspection()], "confirm": [Self.taken],
        ])
        let run = try Self.run(daemon, ["-w"], input: "y\n")
        #expect(run.status == 0 && run.output.hasPrefix("..\nWARNING!\n"))
        #expect(daemon.requests("inspect").count == 1)
    }

    @Test func noDaemonAndNoPipe() throws {
        let run = try ProcessRun.run(
            Stage.shared.meatclient, ["-c", "pm01", "--socket", "/nowhere/stonithd.sock"], input: "y\n")
        #expect(run.status == 4 && run.output.isEmpty)
        #expect(
            run.errors.contains("/run/meatware.pm01: No such file") && run.errors.contains("/nowhere/stonithd.sock"))
    }

    @Test func misuse() throws {
        let run = try ProcessRun.run(Stage.shared.meatclient, ["pm01"])
        #expect(run.status == 3 && run.errors.contains("usage: meatclient -c node [-w]"))
    }
}
