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

    // MARK: Chains

    private static let ordered = "primitive c Dummy\nprimitive a Dummy\nprimitive b Dummy\ngroup g a b\norder o c g\n"

    @Test func anOrderLeadsToWhatIsStopped() throws {
        try start(Self.ordered.replacing("primitive c Dummy", with: "primitive c Dummy meta target-role=Stopped"))
        for id in ["a", "b", "g"] {
            let text = try why(id)
            #expect(
                text.contains("That cannot be done: c runs nowhere: its target-role is Stopped (order o). "), "\(text)")
            #expect(text.hasSuffix("\n  order o c g\n"), "\(text)")
        }
    }

    @Test func anOrderLeadsToWhatMayRunNowhere() throws {
        try start(Self.ordered + "location l1 c -inf: n1\nlocation l2 c -inf: n2\n")
        let text = try why("b")
        let cause = "c runs nowhere: no node may run it (n1: location l1; n2: location l2) (order o). "
        #expect(text.contains("That cannot be done: \(cause)"), "\(text)")
        #expect(text.contains("\n  order o c g\n  location l1 c -inf: n1\n"))
    }

    /// It runs yet, and is stopped only for that.
    @Test func whatStopsForAnOrderIsNotPromised() throws {
        try start(Self.ordered)
        try load("primitive c Dummy meta target-role=Stopped\n")
        let text = try why("b")
        #expect(text.contains("That cannot be done: c runs nowhere: its target-role is Stopped (order o). "), "\(text)")
    }

    private static let groups = """
        primitive a Dummy
        primitive b Dummy
        group g a b
        primitive x Dummy
        primitive y Dummy
        group h x y

        """
    private static let bound = "colocation with inf: h g\nlocation cli-prefer-g g inf: n1\n"

    @Test func aColocationOnTheWayIsNamed() throws {
        try start(Self.groups + Self.bound + "location off h -inf: n2\n")
        let text = try why("g")
        let root = "since x may not run there (location off), by colocation with."
        #expect(text.contains("n2: the group's order for b, \(root)"), "\(text)")
        #expect(text.contains("\n  colocation with inf: h g\n"))
    }

    @Test func theChainEndsAtWhatHoldsTheFirstMember() throws {
        try start(Self.groups + "rsc_defaults resource-stickiness=10\n")
        try load("colocation apart -100: h g\nlocation pref g 50: n1\n" + Self.bound + "location off h -inf: n1\n")
        let text = try why("y")
        let end = "which may not run there (colocation with with g, which is on n1 (location cli-prefer-g))."
        #expect(text.contains("n2: the group's order with x, \(end)"), "\(text)")
        #expect(text.contains("\n  colocation with inf: h g\n  location cli-prefer-g g inf: n1\n"), "\(text)")
    }

    @Test func aPartnerThatIsStoppedSaysWhy() throws {
        try start(
            "primitive a Dummy\nprimitive b Dummy\nclone c b meta target-role=Stopped\ncolocation with inf: a c\n")
        #expect(try why("a").contains("colocation with with c, which runs nowhere: its target-role is Stopped"))
    }

    // MARK: Scores

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

    // MARK: Clones

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

    // MARK: Restarts

    @Test func aRestartIsToldWithItsCause() throws {
        try start(Self.ordered + "location home g 10: n1\n")
        try load("primitive a Dummy params fake=1\n")
        for (id, cause) in [
            ("a", "its definition changed"), ("g", "the definition of a changed"), ("b", "a starts before it"),
        ] {
            let text = try why(id)
            #expect(text.hasPrefix("\(id) restarts on n1: \(cause); "), "\(text)")
        }
        #expect(try why("c").hasPrefix("c stays on n1: "))
        let run = try folder.run("crm_simulate", ["-x", cib, "--why", "a", "--json"])
        let object = try JSONValue(ofUTF8: Array(run.output.utf8))
        #expect(object["why"]?["outcome"]?.text == "restarts")
        #expect(object["why"]?["restart"]?.text == "its definition changed")
    }

    @Test func aFailureOrAnOrderRestarts() throws {
        try start(Self.ordered)
        let own = try why("c", "-i", "c_monitor_10000@n1=7")
        #expect(own.hasPrefix("c restarts on n1: it failed; "), "\(own)")
        let text = try why("a", "-i", "c_monitor_10000@n1=7")
        #expect(text.hasPrefix("a restarts on n2: c starts before it (order o); "), "\(text)")
        #expect(text.contains("\n  order o c g\n"))
    }

    /// Of a clone only what restarts: the rest stays.
    @Test func aCloneRestartsWhereItFailed() throws {
        try start("primitive p Dummy\nclone cp p\n")
        #expect(try why("cp", "-i", "p_monitor_10000@n1=7").hasPrefix("cp restarts on n1: p failed; "))
    }

    // MARK: What a transition cannot do

    /// Debian's ends so too, without a name.
    @Test func whatIsNeverDoneIsNamed() throws {
        try start("primitive a Dummy op monitor interval=10s\nprimitive b Dummy\ngroup g a b\n")
        try load("node n1 attributes maintenance=on\n")
        let run = try folder.run("crm_simulate", ["-x", cib, "-S", "-i", "a_monitor_10000@n1=7"])
        let text = "Transition failed: terminated: g_running_0 waits for a_start_0, which cannot be done\n"
        #expect(run.status == 1 && run.errors.hasSuffix(text), "\(run.errors)")
    }
}
