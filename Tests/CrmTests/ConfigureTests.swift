import Foundation
import TestRig
import Testing

/// `crm configure` on a file.
@Suite struct ConfigureTests {
    private static let empty = """
        <cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0">
          <configuration><crm_config/><nodes/><resources/><constraints/></configuration><status/>
        </cib>

        """
    private static let text = """
        node pm01
        primitive a Dummy params fake=1
        primitive f stonith:null params hostlist=pm01 passwd=geheim
        group g a
        location l g inf: pm01

        """

    private let folder: CrmFolder

    init() throws {
        folder = try CrmFolder()
        _ = try folder.write("cib.xml", Self.empty)
    }

    private func configure(_ words: String..., input: String = "") throws -> ProcessRun {
        try folder.run(
            "crm", ["configure"] + words, input: input, environment: ["CIB_file": folder.path("cib.xml")])
    }

    private func load() throws { #expect(try configure("load", "replace", "-", input: Self.text).status == 0) }

    @Test func whatIsLoadedIsShown() throws {
        try load()
        let shown = try configure("show")
        #expect(shown.status == 0)
        #expect(shown.output.contains("group g a\nlocation l g inf: pm01\n"))
        #expect(shown.output.contains("passwd=\"******\"") && !shown.output.contains("geheim"))
        #expect(try configure("show", "xml", "g").output.contains("<group id=\"g\">"))
        #expect(try configure("show", "xml").output.contains("geheim") == false)
        #expect(try folder.read("cib.xml").contains("epoch=\"2\""))
    }

    @Test func aSavedTextMakesTheSameCIB() throws {
        try load()
        let before = try configure("show", "xml").output
        #expect(try configure("save", folder.path("saved.crm")).status == 0)
        #expect(try folder.read("saved.crm").contains("passwd=geheim"))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("saved.crm"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try configure("load", "replace", folder.path("saved.crm")).status == 0)
        #expect(try configure("show", "xml").output == before)
    }

    @Test func aMistakeChangesNothing() throws {
        try load()
        let before = try folder.read("cib.xml")
        let run = try configure("load", "update", "-", input: "primitive a Dummy\ngroup h b\nlocaton x\n")
        #expect(run.status == 78)
        #expect(run.errors.contains("standard input:2:9: mistake: there is no resource b"))
        #expect(run.errors.contains("standard input:3:1: mistake: unknown statement “locaton”"))
        #expect(run.errors.contains("did you mean location?"))
        #expect(try folder.read("cib.xml") == before)
    }

    @Test func deletionTellsWhatGoesAlong() throws {
        try load()
        let run = try configure("delete", "a")
        #expect(run.status == 0)
        #expect(run.errors == "crm configure: g is deleted with it\ncrm configure: l is deleted with it\n")
        #expect(try configure("delete", "nobody").status == 105)
        #expect(try configure("delete", "-f", "nobody").status == 0)
        #expect(try configure("show", "nobody").status == 105)
    }

    @Test func aTextIsCheckedWithoutACIB() throws {
        let path = try folder.write("x.crm", "primitive a Dummy op monitor on-fail=fense\n")
        let run = try folder.run("crm", ["configure", "validate", path])
        #expect(run.status == 78 && run.errors.contains("did you mean fence?"))
    }

    @Test func misuse() throws {
        #expect(try folder.run("crm", ["configure", "show"]).status == 64)
        #expect(try configure("shwo").errors.contains("show?"))
        #expect(try configure("load", "merge", "x").status == 64)
        #expect(try configure("load", "update", "/no/such/file").status == 66)
        #expect(try configure("--help").output.contains("usage: crm configure"))
    }

    /// Debian's crm_verify has nothing to say of them, and neither has ours.
    @Test(arguments: ["web-cluster", "database-cluster", "two-node"]) func theExamplesAreGood(_ name: String) throws {
        let repository = URL(fileURLWithPath: "\(Stage.repository)/Tests").resolvingSymlinksInPath()
            .deletingLastPathComponent().path
        let run = try configure("load", "replace", "\(repository)/examples/\(name).crm")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let peer = try folder.peer("crm_verify", ["-x", folder.path("cib.xml")])
        #expect(peer.status == 0, "\(peer.errors)")
        let verified = try configure("verify")
        #expect(verified.status == 0, "\(verified.errors)")
    }
}
