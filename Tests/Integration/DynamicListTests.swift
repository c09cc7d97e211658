import Foundation
import TestRig
import Testing

/// Devices that say themselves which nodes they control, and nodes that are newer than what they said.
@Suite(.waiting) struct DynamicListTests {
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
        client.sendLine(Self.order)
        #expect(daemon.logs("waiting for the lists of z"))
        #expect(try daemon.stonith(["status"]).output.contains("r1"), "it can be seen")
        client.sendLine(#"{"verb":"cancel","id":"r1"}"#)
        let lines = answers(client)
        #expect(
            lines.contains { $0.hasPrefix(#"{"event":"done""#) && $0.contains(#""cause":"cancelled""#) }, "\(lines)")
        #expect(lines.last?.hasPrefix(#"{"event":"reply","verb":"cancel""#) == true, "\(lines)")
        try folder.write("open", "")
        #expect(try knows("pm01", daemon))
        #expect(((try? folder.read("told")) ?? "").contains("nodename") == false, "nothing is done for it")
    }

    private static let order =
        #"{"verb":"fence","id":"r1","node":"pm01","minimum_evidence":"silent","reason":"test"}"#

    /// Up to the answer to a cancel, or else the end of the request.
    private func answers(_ client: SocketClient, to last: String = "reply") -> [String] {
        var lines: [String] = []
        while let line = client.readLine(seconds: 10) {
            lines.append(line)
            if line.hasPrefix(#"{"event":"error""#) || line.hasPrefix(#"{"event":"\#(last)""#) { break }
        }
        return lines
    }

    /// Its connection was lost meanwhile.
    @Test func whoAsksAgainWaitsOn() throws {
        let daemon = try daemon(gate)
        #expect(eventually { timesAsked == 1 })
        let first = try daemon.connect()
        first.sendLine(Self.order)
        #expect(first.readLine(seconds: 10)?.contains("accepted") == true)
        let second = try daemon.connect()
        second.sendLine(Self.order)
        #expect(second.readLine(seconds: 0.5) == nil)
        try folder.write("open", "")
        #expect(answers(second, to: "done").last?.contains(#""outcome":"fenced""#) == true)
    }

    /// Nodes that go down together: their device is at work for one of them when the newer one is asked for.
    @Test func aDeviceThatIsAtWorkIsAskedLater() throws {
        let work = "[ $action = reboot ] && { until [ -e \(folder.path("done")) ]; do sleep 0.05; done; }"
        let list = "[ $action = list ] && cat \(folder.path("nodes"))"
        let actions = ["off", "on", "reboot", "status", "list"]
        let text = FakeAgent.text(actions: actions, parameters: FakeAgent.plug, "\(list)\n\(work)\nexit 0")
        try stage.add(agent: "fence_zz", text)
        let daemon = try RunningDaemon(
            "primitive z stonith:fence_zz params ip=h pcmk_host_check=dynamic-list\n" + Primitive.budget(70),
            stage: stage)
        #expect(try knows("pm01", daemon))
        let first = try daemon.begin(["fence", "pm01", "--json"], output: "first.out")
        let waiting = "waiting for the lists of z"
        // Until its list is ten seconds old.
        #expect(
            try eventually(withinSeconds: 20) {
                try daemon.fence("pm07", ["--timeout", "1"]).0.status == 105
                    && daemon.log.contains { $0.contains(waiting) }
            })
        let second = try daemon.begin(["fence", "pm07", "--json"])
        #expect(daemon.logs(waiting, times: 2))
        try folder.write("nodes", "1,pm07\n")
        #expect(second.wait(seconds: 0.5) == nil)
        try folder.write("done", "")
        #expect(first.wait(seconds: 20) == 0 && second.wait(seconds: 20) == 0)
        #expect(try daemon.fence("pm01").0.status == 0, "that its list has it no more says nothing")
    }

    @Test func aNewConfigurationCanEndTheWait() throws {
        let daemon = try daemon(gate)
        #expect(eventually { timesAsked == 1 })
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(daemon.logs("waiting for the lists of z"))
        try daemon.write(
            configuration: "primitive z stonith:fence_zz params ip=h pcmk_host_check=dynamic-list\n"
                + "primitive s stonith:fence_zz params ip=i pcmk_host_list=pm01\n" + Primitive.budget(70))
        daemon.signal(SIGHUP)
        #expect(fence.wait(seconds: 10) == 0, "the list of z never comes")
        try folder.write("open", "")
    }

    /// It lists the node that its address is called after, when it may.
    @Test func whatADeviceSaidAsItWasBeforeIsNotLearnt() throws {
        let list =
            "[ $action = list ] && { echo asked >>\(folder.path("asked")); "
            + "until [ -e \(folder.path("open-"))$opt_ip ]; do sleep 0.05; done; echo 1,$opt_ip; }"
        let actions = ["off", "on", "reboot", "status", "list"]
        try stage.add(
            agent: "fence_zz", FakeAgent.text(actions: actions, parameters: FakeAgent.plug, "\(list)\nexit 0"))
        let configuration = { (ip: String) in "primitive z stonith:fence_zz params ip=\(ip)\n" + Primitive.budget(70) }
        let daemon = try RunningDaemon(configuration("pm01"), stage: stage)
        #expect(eventually { timesAsked == 1 })
        try daemon.write(configuration: configuration("pm07"))
        daemon.signal(SIGHUP)
        #expect(daemon.logs("is in force", times: 2))
        try folder.write("open-pm01", "")
        #expect(eventually { timesAsked == 2 }, "it is asked anew")
        #expect(try !daemon.stonith(["devices"]).output.contains("pm01"))
        try folder.write("open-pm07", "")
        #expect(try knows("pm07", daemon))
    }

    // MARK: What takes long

    @Test(arguments: [("", false), ("pcmk_status_timeout=500ms", true)])
    func aLookAtANodeTakesAsLongAsItsStatusMay(words: String, isShort: Bool) throws {
        let body = "[ $action = status ] && exec sleep 30; exit 0"
        try stage.add(agent: "fence_zz", FakeAgent.text(parameters: FakeAgent.plug, body))
        let daemon = try RunningDaemon(
            "primitive z stonith:fence_zz params ip=h pcmk_host_list=pm01 \(words)\n" + Primitive.budget(70),
            stage: stage)
        let begin = ContinuousClock.now
        #expect(try daemon.request(#"{"verb":"inspect","node":"pm01"}"#, seconds: 20).contains(#""life":[]"#))
        #expect((ContinuousClock.now - begin < .seconds(4)) == isShort)
    }
}
