import Foundation
import TestRig
import Testing
import Wire

/// `crm_simulate --why`: what an operator reads of one resource of a group `a b c` on two nodes.
@Suite struct SimulateWhyTests {
    private let folder: CrmFolder
    private let cib: String

    init() throws {
        folder = try CrmFolder()
        cib = try folder.write("cib.xml", folder.run("cibadmin", ["--empty"]).output)
    }

    private static let cluster = """
        node pm01 attributes pinged=100
        node pm02 attributes pinged=100
        primitive a Dummy
        primitive b Dummy
        primitive c Dummy op monitor interval=10s op stop interval=0 on-fail=block
        group grp a b c
        location home grp rule 200: #uname eq pm01 rule -inf: not_defined pinged or pinged lt 100
        property stonith-enabled=false no-quorum-policy=ignore
        rsc_defaults migration-threshold=1 resource-stickiness=INFINITY

        """

    private func load(_ text: String) throws {
        let run = try folder.run("crm", ["configure", "-c", cib, "load", "update", "-"], input: text)
        try #require(run.status == 0, "\(run.errors)")
    }

    /// Both nodes are there, and all of the group runs on pm01.
    private func start(_ more: String = "", of cluster: String = cluster) throws {
        try load(cluster)
        let run = try folder.run("crm_simulate", ["-x", cib, "-u", "pm01", "-u", "pm02", "-X", "-Q"])
        try #require(run.status == 0, "\(run.errors)")
        if !more.isEmpty { try load(more) }
    }

    private func why(_ resource: String, _ arguments: String...) throws -> String {
        let run = try folder.run("crm_simulate", ["-x", cib, "--why", resource] + arguments)
        try #require(run.status == 0, "\(run.errors)")
        return run.output
    }

    /// The partner may run there, and does not.
    @Test func aPartnerElsewhereIsNoObstacleOfItsOwn() throws {
        try start()
        let text = try why("c")
        #expect(text.hasPrefix("c stays on pm01: it must be with b (the group's order)."))
        #expect(text.hasSuffix("In its way: pm02: the group's order with b, which is on pm01.\n"))
    }

    /// The member has no rule of its own: the one that keeps the first member away is named and quoted.
    @Test func aRuleIsToldWithWhatItFound() throws {
        try start(
            "node pm01 attributes pinged=50\n", of: Self.cluster.replacing("pm02 attributes pinged=100", with: "pm02"))
        let first = try why("a")
        let own = "location home: pinged lt 100 (it is 50); pm02: location home: not_defined pinged.\n"
        #expect(first.contains("a runs nowhere: no node may run it.") && first.contains("In its way: pm01: " + own))
        #expect(first.contains("location home -INFINITY: pinged lt 100 (it is 50), location home 200: #uname eq pm01"))
        let text = try why("c")
        let root = "since a may not run there (location home: pinged lt 100 (it is 50))"
        #expect(text.contains("pm01: the group's order with b, \(root)"))
        #expect(text.hasSuffix("\trule -inf: not_defined pinged or pinged lt 100\n"))
    }

    @Test func theChainEndsAtWhatFailed() throws {
        try start()
        let failure = "its migration-threshold of 1 is reached there after 1 failure (monitor)"
        for (resource, tie) in [("a", "for b, since c"), ("b", "with a, since c"), ("c", "")] {
            let text = try why(resource, "-i", "c_monitor_10000@pm01=7")
            #expect(text.hasPrefix("\(resource) goes to pm02: "))
            let chain = tie.isEmpty ? failure : "the group's order \(tie) may not run there (\(failure))"
            #expect(text.contains("In its way: pm01: \(chain)."), "\(text)")
        }
    }

    // MARK: What will not be done

    @Test func whatCannotBeDoneIsNotPromised() throws {
        try start("property no-quorum-policy=stop\n")
        let text = try why("a", "-q", "false", "-d", "pm01")
        let reason = "it is the only node that may run it. That cannot be done: no quorum."
        #expect(text.hasPrefix("a should be on pm02: \(reason)"), "\(text)")
        let run = try folder.run("crm_simulate", ["-x", cib, "--why", "a", "-q", "false", "-d", "pm01", "--json"])
        let object = try JSONValue(ofUTF8: Array(run.output.utf8))
        #expect(object["why"]?["outcome"]?.text == "blocked" && object["why"]?["hindrance"]?.text == "no quorum")
    }

    @Test func aFailureThatBlocksAnotherIsNamed() throws {
        try start()
        let text = try why("a", "-i", "c_stop_0@pm01=1")
        let reason = "That cannot be done: c stop: a failure blocks it until a person cleans it up."
        #expect(text.hasPrefix("a should be on pm02: ") && text.contains(reason), "\(text)")
        #expect(try why("c", "-i", "c_stop_0@pm01=1").hasPrefix("c stays on pm01: a failure blocks it"))
    }

    /// The action itself has no reason there, nor has it with 2.1.5.
    @Test func aStopThatOnlyAPersonCanDoIsNamed() throws {
        try start("primitive d Dummy\norder first Mandatory: d c\nlocation away d inf: pm02\n")
        let up = try folder.run("crm_simulate", ["-x", cib, "-X", "-Q"])
        try #require(up.status == 0, "\(up.errors)")
        try load("location away d inf: pm01\nlocation off d -inf: pm02\n")
        let text = try why("d", "-i", "c_stop_0@pm01=1")
        let reason = "That cannot be done: c stop: a failure blocks it until a person cleans it up (order first)."
        #expect(text.hasPrefix("d should be on pm01: ") && text.contains(reason), "\(text)")
    }

    @Test func maintenanceLeavesAllAsItIs() throws {
        try start("property maintenance-mode=true\n")
        let text = try why("a")
        #expect(text.hasPrefix("a stays on pm01: maintenance-mode is set, so it is left as it is."))
        #expect(!text.contains("In its way") && !text.contains("location home grp"))
    }

    @Test func theRoleOfTheGroupIsTheGroups() throws {
        try start("group grp a b c meta target-role=Stopped\n")
        for (id, owner) in [
            ("a", "the target-role of grp"), ("c", "the target-role of grp"), ("grp", "its target-role"),
        ] {
            let text = try why(id)
            #expect(text.hasPrefix("\(id) runs nowhere: \(owner) is Stopped."), "\(text)")
            #expect(!text.contains("In its way") && !text.contains("location home grp"))
        }
    }

    @Test func twoAtOnceComeFirst() throws {
        try start()
        for id in ["a", "grp"] {
            let text = try why(id, "-i", "a_monitor_0@pm02=0")
            #expect(text.hasPrefix("\(id) runs on pm01 and pm02 at once. "), "\(text)")
        }
    }
}
