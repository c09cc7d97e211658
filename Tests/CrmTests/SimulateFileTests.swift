import CibXML
import ClusterModel
import Foundation
import TestRig
import Testing
import Wire

/// The files that crm_simulate writes, beside those of Debian's: the same by meaning.
@Suite struct SimulateFileTests {
    private static let time = ["-t", "2026-01-01 12:00:00Z"]

    /// What a status says, with what differs between two runs left out.
    private static func facts(_ cib: CIB) -> [String] {
        var facts = ["quorum \(cib.attributes["have-quorum"] ?? "")"]
        for set in cib.configuration.properties { facts += set.pairs.map { "\($0.name)=\($0.value ?? "")" } }
        facts += cib.configuration.nodes.map { "node \($0.id) \($0.name)" }
        for state in cib.nodeStates {
            let names = ["uname", "in_ccm", "crmd", "join", "expected"]
            facts.append("state \(state.id) \(names.map { state.attributes[$0] ?? "-" })")
            for set in state.transientAttributes {
                facts += set.pairs.map { pair in
                    "\(state.id) \(pair.name)=\(pair.name.hasPrefix("last-failure") ? "NOW" : pair.value ?? "")"
                }
            }
            for history in state.histories { facts += Self.facts(history, state.id) }
        }
        return facts.sorted()
    }

    private static func facts(_ history: ResourceHistory, _ state: String) -> [String] {
        let kind = ["class", "provider", "type"].map { history.attributes[$0] ?? "-" }
        return ["\(state) \(history.id) \(kind)"]
            + history.operations.map { record in
                "\(state) \(record.id) \(record.operationKey) \(record.operation) \(record.code ?? -1) "
                    + "\(record.callID ?? -1) \(record.intervalMilliseconds) \(record.transitionKey) "
                    + "\(record.exitReason) "
                    + record.digest
            }
    }

    private static func expectSame(_ xml: String, _ arguments: [String], writes option: String) throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", xml)
        let written = try ["ours", "theirs"].map { name -> CIB in
            let line = ["-x", file, option, folder.path(name)] + time + arguments
            let run = try name == "ours" ? folder.run("crm_simulate", line) : folder.peer("crm_simulate", line)
            try #require(run.status == 0, "\(run.errors)")
            return try CIBReader.read(Array(try folder.read(name).utf8))
        }
        #expect(facts(written[0]) == facts(written[1]), "\(arguments.joined(separator: " "))")
    }

    private static func converged(_ cluster: SampleCluster = .fresh) throws -> String {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", cluster.xml)
        let run = try folder.peer("crm_simulate", ["-x", file, "-S", "-Q", "-O", folder.path("out.xml")] + time)
        try #require(run.status == 0, "\(run.errors)")
        return try folder.read("out.xml")
    }

    @Test(arguments: [
        ["-u", "pm04"], ["-u", "pm02"], ["-d", "pm02"], ["-f", "pm02"], ["-w", "true", "-d", "pm01"],
        ["-q", "false", "-f", "pm01"], ["-i", "httpd_monitor_10000@pm01=7", "-i", "httpd_monitor_10000@pm01=1"],
        ["-i", "vip_start_0@pm03=1"], ["-i", "db_monitor_0@pm03=0"], ["-i", "db_stop_0@pm01=0"],
        ["-i", "ping_monitor_10000@pm02=1"], ["-d", "pm01", "-i", "vip_start_0@pm01=5"],
    ])
    func whatIsMadeUp(_ arguments: [String]) throws {
        try Self.expectSame(try Self.converged(), arguments, writes: "-I")
    }

    @Test(arguments: [[], ["-f", "pm03"], ["-F", "vip_start_0@pm02=1"], ["-F", "db_monitor_0@pm02=0"]])
    func whatComesOfAStart(_ arguments: [String]) throws {
        try Self.expectSame(SampleCluster.fresh.xml, ["-S"] + arguments, writes: "-O")
    }

    @Test func whatComesOfAFailover() throws {
        let xml = try Self.converged()
        for node in ["pm01", "pm02", "pm03"] { try Self.expectSame(xml, ["-S", "-f", node], writes: "-O") }
    }

    /// S2: a transition that was carried out leaves nothing to do, cancelled and deleted things included.
    @Test func whatIsSavedIsSettled() throws {
        let folder = try CrmFolder()
        var xml = try Self.converged().replacing(
            "name=\"monitor\" interval=\"10s\"", with: "name=\"monitor\" interval=\"20s\"")
        let begin = try #require(xml.range(of: "<primitive id=\"db\"")?.lowerBound)
        let end = try #require(xml.range(of: "</primitive>", range: begin..<xml.endIndex)?.upperBound)
        xml.removeSubrange(begin..<end)
        let file = try folder.write("cib.xml", xml)
        let first = try folder.run("crm_simulate", ["-x", file, "-S", "-O", folder.path("then.xml")] + Self.time)
        #expect(first.output.contains("cancel=10000") && first.output.contains("delete"))
        let second = try folder.run("crm_simulate", ["-x", folder.path("then.xml"), "-S", "--json"] + Self.time)
        let object = try JSONValue(ofUTF8: Array(second.output.utf8))
        #expect(object["changes"]?.elements == [] && object["steps"]?.elements == [])
        #expect(object["before"] != nil && object["before"] == object["after"])
    }

    /// What was made up stays made up: its records do not say what they ran with, and that is no changed definition.
    @Test(arguments: [
        ["-i", "ping_monitor_10000@pm01=1"], ["-i", "httpd_monitor_10000@pm03=7"],
        ["-i", "httpd_monitor_10000@pm03=7", "-F", "httpd_start_0@pm01=1", "-F", "httpd_start_0@pm02=1"],
    ])
    func aMadeUpFailureIsStillThereAfterwards(_ arguments: [String]) throws {
        let folder = try CrmFolder()
        let meta = { (id: String) in
            "<meta_attributes id=\"\(id)-m\"><nvpair id=\"\(id)-t\" name=\"migration-threshold\" value=\"1\"/>"
                + "</meta_attributes>"
        }
        // Without it failures are counted as long ago.
        var cluster = SampleCluster.fresh
        cluster.attributes = "crm_feature_set=\"3.16.1\""
        let xml = try Self.converged(cluster)
            .replacing("<clone id=\"pings\">", with: "<clone id=\"pings\">" + meta("pings"))
            .replacing("<group id=\"web\">", with: "<group id=\"web\">" + meta("web"))
        let file = try folder.write("cib.xml", xml)
        let line = { (name: String) in ["-x", file, "-S", "-O", folder.path(name)] + arguments + Self.time }
        try #require(folder.run("crm_simulate", line("ours")).status == 0)
        try #require(folder.peer("crm_simulate", line("theirs")).status == 0)
        let next = try ["ours", "theirs"].map { name in
            try folder.peer("crm_simulate", ["-x", folder.path(name), "-S"] + Self.time)
        }
        #expect(next[0].output == next[1].output)
        #expect(try folder.run("crm_simulate", ["-x", folder.path("ours"), "-S"] + Self.time).output == next[1].output)
        #expect(try folder.read("ours").contains("name=\"fail-count-"))
    }

    @Test func inPlaceTheSourceIsReplaced() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", SampleCluster.fresh.xml)
        #expect(try folder.run("crm_simulate", ["-x", file, "-X", "-Q"] + Self.time).status == 0)
        let cib = try CIBReader.read(Array(try folder.read("cib.xml").utf8))
        #expect(cib.nodeStates.contains { !$0.histories.isEmpty })
    }

    @Test func theGraphIsWrittenInBothForms() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", SampleCluster.fresh.xml)
        let line = ["-x", file, "-G", folder.path("graph.xml"), "-D", folder.path("graph.dot")] + Self.time
        #expect(try folder.run("crm_simulate", line).status == 0)
        let graph = try CIBReader.tree(Array(try folder.read("graph.xml").utf8))
        #expect(graph.name == "transition_graph" && graph.children.count > 10)
        let lines = try folder.read("graph.dot").split(separator: "\n")
        #expect(lines.first == " digraph \"g\" {" && lines.last == "}")
        _ = try folder.peer("crm_simulate", ["-x", file, "-D", folder.path("theirs.dot")] + Self.time)
        #expect(Set(lines) == Set(try folder.read("theirs.dot").split(separator: "\n")))
    }
}
