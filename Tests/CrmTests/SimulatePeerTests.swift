import Foundation
import TestRig
import Testing

/// What crm_simulate prints, beside Debian's, line for line.
@Suite struct SimulatePeerTests {
    private static let time = ["-t", "2026-01-01 12:00:00Z"]

    /// Times of now, which are no fact of the case.
    private static func normal(_ text: String) -> String {
        text.replacing(#/(last-failure-[^=]*=)\d+/#) { "\($0.1)NOW" }
            .replacing(#/Pretending action \d+/#, with: "Pretending action N")
    }

    private static func expectSame(_ xml: String, _ arguments: [String], _ place: SourceLocation = #_sourceLocation)
        throws
    {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", xml)
        let ours = try folder.run("crm_simulate", ["-x", file] + time + arguments)
        let theirs = try folder.peer("crm_simulate", ["-x", file] + time + arguments)
        #expect(
            normal(ours.output) == normal(theirs.output), "\(arguments.joined(separator: " "))\n\(ours.errors)",
            sourceLocation: place)
        #expect(ours.status == theirs.status, "\(ours.errors)", sourceLocation: place)
    }

    /// The operation fails wherever it is tried.
    private static func anywhere(_ key: String) -> [String] {
        ["-S"] + ["pm01", "pm02", "pm03"].flatMap { ["-F", "\(key)@\($0)=1"] }
    }

    /// A cluster in which everything runs, as the peer leaves it.
    private static func converged(_ cluster: SampleCluster = .fresh) throws -> String {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", cluster.xml)
        let run = try folder.peer("crm_simulate", ["-x", file, "-S", "-Q", "-O", folder.path("out.xml")] + time)
        try #require(run.status == 0, "\(run.errors)")
        return try folder.read("out.xml")
    }

    @Test(arguments: [
        [], ["-R"], ["-S"], ["-R", "-s"], ["-S", "-s"], ["-R", "-s", "--text-fancy"], ["-R", "-Q", "-s"],
    ])
    func aClusterThatStarts(_ arguments: [String]) throws { try Self.expectSame(SampleCluster.fresh.xml, arguments) }

    @Test func aNodeThatWasNeverSeen() throws {
        var cluster = SampleCluster.fresh
        cluster.status = SampleCluster.state(1, "pm01") + SampleCluster.state(2, "pm02")
        try Self.expectSame(cluster.xml, ["-S"])
    }

    @Test(arguments: [
        [], ["-f", "pm02"], ["-d", "pm01"], ["-u", "pm04"], ["-f", "pm01", "-f", "pm02", "-q", "false"],
        ["-i", "httpd_monitor_10000@pm02=7"], ["-i", "db_start_0@pm02=1"], ["-i", "vip_stop_0@pm02=1"],
        ["-i", "st_monitor_0@pm02=0"], ["-i", "ping_monitor_10000@pm01=1"], ["-w", "true", "-d", "pm03"],
        ["-f", "pm01", "-F", "httpd_start_0@pm03=1"], ["-d", "pm01", "-F", "ping_start_0@pm02=1"],
    ])
    func whatIsMadeUp(_ arguments: [String]) throws { try Self.expectSame(try Self.converged(), ["-S"] + arguments) }

    @Test func standbyAndMaintenance() throws {
        var cluster = SampleCluster.fresh
        cluster.nodeAttributes = ["pm01": ["standby": "on"], "pm02": ["maintenance": "true"]]
        cluster.status += SampleCluster.state(4, "pm04", SampleCluster.left)
        cluster.nodes.append("pm04")
        cluster.nodeAttributes["pm04"] = ["standby": "on"]
        try Self.expectSame(cluster.xml, ["-S"])
        cluster.properties["maintenance-mode"] = "true"
        try Self.expectSame(cluster.xml, ["-S"])
    }

    @Test func disabledAndUnmanaged() throws {
        let meta = { (id: String, name: String, value: String) in
            "<meta_attributes id=\"\(id)\"><nvpair id=\"\(id)-1\" name=\"\(name)\" value=\"\(value)\"/>"
                + "</meta_attributes>"
        }
        let text = try Self.converged()
            .replacing("<group id=\"web\">", with: "<group id=\"web\">" + meta("m1", "target-role", "Stopped"))
            .replacing("<clone id=\"pings\">", with: "<clone id=\"pings\">" + meta("m2", "is-managed", "false"))
        try Self.expectSame(text, ["-S"])
    }

    @Test func aDefinitionThatChanged() throws {
        let text = try Self.converged().replacing("value=\"x\"", with: "value=\"y\"")
            .replacing("name=\"monitor\" interval=\"10s\"", with: "name=\"monitor\" interval=\"20s\"")
        try Self.expectSame(text, ["-S"])
    }

    @Test func orphansAndPriorities() throws {
        var cluster = SampleCluster.fresh
        cluster.resources += """
            <primitive id="first" class="ocf" provider="heartbeat" type="Dummy"><meta_attributes id="first-m">
            <nvpair id="first-p" name="priority" value="7"/></meta_attributes></primitive>
            """
        cluster.status = SampleCluster.state(
            1, "pm01", SampleCluster.member,
            SampleCluster.history("old", SampleCluster.operation("old", "start", 0, call: 4))
                + SampleCluster.history("older", SampleCluster.operation("older", "stop", 0, call: 4)))
        cluster.status += SampleCluster.state(2, "pm02") + SampleCluster.state(3, "pm03")
        try Self.expectSame(cluster.xml, ["-S"])
        try Self.expectSame(cluster.xml, ["-R", "-s"])
    }

    @Test func failuresOfManyKinds() throws {
        let failed = { (id: String, task: String, onFail: String) in
            """
            <primitive id="\(id)" class="ocf" provider="heartbeat" type="Dummy"><operations>
            <op id="\(id)-op" name="\(task)" interval="\(task == "monitor" ? "10s" : "0")" on-fail="\(onFail)"/>
            </operations></primitive>
            """
        }
        var cluster = SampleCluster.fresh
        cluster.resources =
            failed("a", "monitor", "ignore") + failed("b", "monitor", "standby") + failed("c", "stop", "block")
            + failed("d", "monitor", "stop") + failed("e", "monitor", "restart")
        let histories = ["a", "b", "c", "d", "e"].map { id -> String in
            let start = SampleCluster.operation(id, "start", 0, call: 2)
            return SampleCluster.history(
                id, start,
                id == "c"
                    ? SampleCluster.operation(id, "stop", 1, call: 3)
                    : SampleCluster.operation(id, "monitor", 7, call: 3, every: 10_000))
        }
        cluster.status = SampleCluster.state(1, "pm01", SampleCluster.member, histories.joined())
        cluster.status += SampleCluster.state(2, "pm02") + SampleCluster.state(3, "pm03")
        cluster.properties["stonith-enabled"] = "false"
        try Self.expectSame(cluster.xml, ["-S"])
    }

    @Test func whatIsPendingAndWhatRunsTwice() throws {
        var cluster = SampleCluster.fresh
        let dummy = { (id: String) in
            "<primitive id=\"\(id)\" class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\" description=\"a test\"/>"
        }
        cluster.resources = ["a", "b", "c", "d"].map(dummy).joined()
        let started = { (id: String) in SampleCluster.operation(id, "start", 0, call: 2) }
        let pending = { (id: String, task: String, interval: Int) in
            SampleCluster.operation(id, task, -1, call: 3, every: interval, status: -1)
        }
        cluster.status =
            SampleCluster.state(
                1, "pm01", SampleCluster.member,
                SampleCluster.history("a", pending("a", "start", 0))
                    + SampleCluster.history(
                        "b", SampleCluster.operation("b", "monitor", 0, call: 2, every: 10_000), pending("b", "stop", 0)
                    )
                    + SampleCluster.history("c", started("c"), pending("c", "monitor", 10_000))
                    + SampleCluster.history("d", started("d")))
            + SampleCluster.state(2, "pm02", SampleCluster.member, SampleCluster.history("d", started("d")))
            + SampleCluster.state(3, "pm03")
        try Self.expectSame(cluster.xml, ["-S"])
    }

    @Test func groupsInAClone() throws {
        var cluster = SampleCluster.fresh
        cluster.resources = """
            <clone id="cl"><group id="g"><primitive id="a" class="ocf" provider="heartbeat" type="Dummy"/>
            <primitive id="b" class="ocf" provider="heartbeat" type="Dummy"/></group></clone>
            """
        cluster.properties = ["stonith-enabled": "false"]
        cluster.status =
            SampleCluster.state(
                1, "pm01", SampleCluster.member,
                SampleCluster.history("a", SampleCluster.operation("a", "start", 0, call: 2)))
            + SampleCluster.state(2, "pm02") + SampleCluster.state(3, "pm03", SampleCluster.left)
        try Self.expectSame(cluster.xml, ["-S"])
    }

    @Test func anOptInCluster() throws {
        var cluster = SampleCluster.fresh
        cluster.properties["symmetric-cluster"] = "false"
        cluster.constraints = #"<rsc_location id="l1" rsc="web" node="pm02" score="10"/>"#
        try Self.expectSame(cluster.xml, ["-S"])
    }

    @Test func shutdownAndTermination() throws {
        var cluster = SampleCluster.fresh
        cluster.properties["stonith-action"] = "off"
        cluster.status =
            SampleCluster.state(1, "pm01", attributes: SampleCluster.transient(1, [("shutdown", "1767268000")]))
            + SampleCluster.state(2, "pm02", attributes: SampleCluster.transient(2, [("terminate", "true")]))
            + SampleCluster.state(3, "pm03")
        try Self.expectSame(cluster.xml, ["-S"])
    }

    @Test func theTimeOfTheCIB() throws {
        var cluster = SampleCluster.fresh
        cluster.attributes = #"execution-date="1767268800""#
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", cluster.xml)
        for arguments in [["-S"], ["-S", "-d", "pm03"]] {
            let theirs = try folder.peer("crm_simulate", ["-x", file] + arguments).output
            #expect(try folder.run("crm_simulate", ["-x", file] + arguments).output == theirs)
            #expect(theirs.contains("Using the original execution date of: 2026-01-01 12:00:00Z"))
        }
    }
}
