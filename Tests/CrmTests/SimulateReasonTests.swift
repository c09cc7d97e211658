import Foundation
import TestRig
import Testing
import Wire

/// `crm_simulate --why`: chains of orders and colocations to their end, restarts, and names of what is cloned.
@Suite struct SimulateReasonTests {
    private let folder: CrmFolder
    private let cib: String

    init() throws {
        folder = try CrmFolder()
        cib = try folder.write("cib.xml", folder.run("cibadmin", ["--empty"]).output)
    }

    private func load(_ text: String) throws {
        let run = try folder.run("crm", ["configure", "-c", cib, "load", "update", "-"], input: text)
        try #require(run.status == 0, "\(run.errors)")
    }

    /// Two nodes, and everything runs that may.
    private func start(_ text: String) throws {
        try load("node n1\nnode n2\nproperty stonith-enabled=false no-quorum-policy=ignore\n" + text)
        let run = try folder.run("crm_simulate", ["-x", cib, "-u", "n1", "-u", "n2", "-X", "-Q"])
        try #require(run.status == 0, "\(run.errors)")
    }

    private func why(_ resource: String, _ arguments: String...) throws -> String {
        let run = try folder.run("crm_simulate", ["-x", cib, "--why", resource] + arguments)
        try #require(run.status == 0, "\(run.errors)")
        return run.output
    }

    @Test func aNegativeScoreDecides() throws {
        try start("primitive a Dummy\nlocation off a -11: n2\n")
        #expect(try why("a").hasPrefix("a stays on n1: it is the only node where its score is not negative."))
        try load("location off a -inf: n2\n")
        #expect(try why("a").hasPrefix("a stays on n1: it is the only node that may run it."))
    }

    @Test func aThresholdIsTheMembers() throws {
        try start("primitive a Dummy meta migration-threshold=2\nprimitive b Dummy\ngroup g a b\n")
        let failures = ["-i", "a_monitor_0@n2=1", "-i", "a_monitor_0@n1=1", "-i", "a_monitor_0@n1=1"]
        for (id, owner) in [("g", "a's"), ("a", "its")] {
            let run = try folder.run("crm_simulate", ["-x", cib, "--why", id] + failures)
            #expect(run.output.contains("n1: \(owner) migration-threshold of 2 is reached there"), "\(run.output)")
        }
    }

    @Test func aSecretValueIsNotShown() throws {
        try start("primitive a Dummy\nlocation off a rule -inf: db_password ne open and zone ne north\n")
        try load("node n1 attributes db_password=hunter2 zone=south\n")
        let text = try why("a")
        #expect(
            !text.contains("hunter2") && text.contains("db_password ne ****** and zone ne north (it is south)"),
            "\(text)")
    }

    @Test func theNameOfWhatIsClonedIsTheClones() throws {
        try start("primitive p Dummy\nclone cp p\nprimitive a Dummy\nprimitive b Dummy\ngroup g a b\nclone cg g\n")
        for (id, clone) in [("p", "cp"), ("g", "cg"), ("b", "cg"), ("cg", "cg")] {
            #expect(try why(id).hasPrefix("\(clone) stays on n1, n2: "), "\(id)")
        }
    }

    @Test func aCloneThatNoNodeMayRunSaysSo() throws {
        try start("primitive p Dummy\nclone cp p\nproperty symmetric-cluster=false\n")
        #expect(try why("cp").hasPrefix("cp runs nowhere: no node may run it."))
        try load("clone cp p meta target-role=Stopped\n")
        #expect(try why("cp").hasPrefix("cp runs nowhere: its target-role is Stopped."))
    }

    /// Debian's ends so too, without a name.
    @Test func whatIsNeverDoneIsNamed() throws {
        try start("primitive a Dummy op monitor interval=10s\nprimitive b Dummy\ngroup g a b\n")
        try load("node n1 attributes maintenance=on\n")
        let run = try folder.run("crm_simulate", ["-x", cib, "-S", "-i", "a_monitor_10000@n1=7"])
        let text = "Transition failed: terminated: g_running_0 waits for a_start_0, which cannot be done\n"
        #expect(run.status == 1 && run.errors.hasSuffix(text), "\(run.errors)")
    }
}
