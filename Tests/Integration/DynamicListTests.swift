import Foundation
import TestRig
import Testing

/// Devices that say themselves which nodes they control, and nodes that are newer than what they said.
@Suite struct DynamicListTests {
    private let stage: Stage
    private let folder: TemporaryFolder

    init() throws {
        stage = try Stage.copy()
        folder = try TemporaryFolder()
        try folder.write("nodes", "1,pm01\n")
    }

    /// Its `list` says what stands in a file, when it may.
    private func daemon(_ gate: String = "true") throws -> RunningDaemon {
        let list =
            "[ $action = list ] && { echo asked >>\(folder.path("asked")); \(gate); cat \(folder.path("nodes")); }"
        let actions = ["off", "on", "reboot", "status", "list"]
        let text = FakeAgent.text(
            actions: actions, parameters: FakeAgent.plug, told: folder.path("told"), "\(list)\nexit 0")
        try stage.add(agent: "fence_zz", text)
        return try RunningDaemon(
            "primitive z stonith:fence_zz params ip=h pcmk_host_check=dynamic-list\n" + Primitive.budget(70),
            stage: stage)
    }

    private var timesAsked: Int { ((try? folder.read("asked")) ?? "").split(separator: "\n").count }

    private func knows(_ node: String, _ daemon: RunningDaemon) throws -> Bool {
        try eventually { try daemon.stonith(["devices"]).output.contains(node) }
    }

    @Test func aNewNodeCanBeFencedWithoutAReload() throws {
        let daemon = try daemon()
        #expect(try knows("pm01", daemon))
        #expect(try daemon.fence("pm07").0.status == 105)
        try folder.write("nodes", "1,pm01\n2,pm07\n")
        // The list is asked for again when it is ten seconds old.
        #expect(try eventually(withinSeconds: 20) { try daemon.fence("pm07").0.status == 0 })
        #expect(timesAsked == 2, "however often somebody asks for a node that nobody knows")
        #expect(try daemon.fence("pm01").0.status == 0 && timesAsked == 2)
    }

    /// The list is not there yet when the request comes.
    @Test func aRequestWaitsForTheList() throws {
        let daemon = try daemon(gate)
        #expect(eventually { timesAsked == 1 })
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(fence.wait(seconds: 1) == nil)
        try folder.write("open", "")
        #expect(fence.wait(seconds: 20) == 0, "\((try? daemon.folder.read("fence.out")) ?? "")")
        #expect(timesAsked == 1)
    }

    private var gate: String { "until [ -e \(folder.path("open")) ]; do sleep 0.05; done" }

    @Test func aListThatHangsHoldsNoAnswerUp() throws {
        let daemon = try daemon(gate)
        #expect(eventually { timesAsked == 1 })
        let begin = ContinuousClock.now
        #expect(try daemon.fence("pm01", ["--timeout", "2"]).0.status == 105)
        #expect(ContinuousClock.now - begin < .seconds(2))
        try folder.write("open", "")
    }

    @Test func whatWaitsCanBeTakenBack() throws {
        let daemon = try daemon(gate)
        #expect(eventually { timesAsked == 1 })
        let client = try daemon.connect()
        client.sendLine(#"{"verb":"fence","id":"r1","node":"pm01","minimum_evidence":"silent","reason":"test"}"#)
        client.sendLine(#"{"verb":"cancel","id":"r1"}"#)
        var lines: [String] = []
        while let line = client.readLine(seconds: 10) {
            lines.append(line)
            if line.hasPrefix(#"{"event":"done""#) { break }
        }
        #expect(lines.last?.contains(#""outcome":"refused","cause":"no-such-node""#) == true, "\(lines)")
        try folder.write("open", "")
        #expect(try knows("pm01", daemon))
        #expect(((try? folder.read("told")) ?? "").contains("nodename") == false, "nothing is done for it")
    }
}
