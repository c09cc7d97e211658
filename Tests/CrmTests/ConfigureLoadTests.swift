import Foundation
import TestRig
import Testing

/// What `crm configure load`, and a statement on the command line, refuse, warn of and tell.
@Suite struct ConfigureLoadTests {
    private static let text = """
        node pm01
        primitive zdb Dummy
        primitive aweb Dummy
        group g aweb
        location lz zdb 10: pm01
        property stonith-enabled=false

        """

    private let folder: CrmFolder

    init() throws {
        folder = try CrmFolder()
        _ = try folder.write("cib.xml", try folder.run("cibadmin", ["--empty"]).output)
        let run = try load("replace", Self.text)
        #expect(run.status == 0 && run.errors == "")
    }

    private func crm(_ words: [String], input: String = "") throws -> ProcessRun {
        try folder.run("crm", words, input: input, environment: ["CIB_file": folder.path("cib.xml")])
    }

    private func configure(_ words: String..., input: String = "") throws -> ProcessRun {
        try crm(["configure"] + words, input: input)
    }

    private func load(_ method: String, _ text: String, _ options: String...) throws -> ProcessRun {
        try crm(["configure", "load", method, "-"] + options, input: text + "\n")
    }

    private func places() throws -> [String: String] {
        let run = try folder.run(
            "crm_simulate", ["-x", folder.path("cib.xml"), "-u", "pm01", "-u", "pm02", "-q", "true", "-R"])
        let starts = run.output.matches(of: #/Start +(\S+) +\( *(\S+)/#)
        return Dictionary(starts.map { (String($0.1), String($0.2)) }) { first, _ in first }
    }

    /// Of equal resources the first one gets the first node.
    @Test func aSavedTextDecidesTheSame() throws {
        let text = "node pm01\nnode pm02\nprimitive z Dummy\nprimitive a Dummy\nproperty stonith-enabled=false"
        #expect(try load("replace", text).status == 0)
        let before = try places()
        #expect(before == ["z": "pm01", "a": "pm02"])
        #expect(try configure("save", folder.path("saved.crm")).status == 0)
        #expect(try configure("load", "replace", folder.path("saved.crm")).status == 0)
        #expect(try places() == before)
        try FileManager.default.copyItem(atPath: folder.path("cib.xml"), toPath: folder.path("copy.xml"))
        #expect(try configure("load", "xml", "replace", folder.path("copy.xml")).status == 0)
        #expect(try places() == before)
    }

    @Test(arguments: [
        ("property stonith-enabled=ture", ":1:10: mistake: Using default value", "^ true?"),
        ("property no-quorum-policy=ignor", ":1:10: mistake: ", "^ ignore?"),
        ("primitive y Dummy meta target-role=Stoped", ":1:24: mistake: ", "^ Stopped?"),
        ("clone c g\nlocation la aweb 5: pm01", ":2:10: mistake: ", "aweb"),
    ])
    func whatCrmVerifyRefusesIsNotWritten(_ text: String, _ place: String, _ words: String) throws {
        let before = try folder.read("cib.xml")
        let run = try load("update", text)
        #expect(run.status == 78 && run.errors.contains(place) && run.errors.contains(words), "\(run.errors)")
        #expect(try folder.read("cib.xml") == before)
        #expect(try load("update", text, "-f").status == 0)
        #expect(try configure("verify").status == 78)
        // It stands there already: something else can still be changed.
        let more = try load("update", "primitive other Dummy")
        #expect(more.status == 0 && more.errors.contains("warning: "), "\(more.errors)")
        #expect(try load("update", text).status == 0)
    }

    @Test(arguments: [
        ("property stonith-enable=true", "^ stonith-enabled?"), ("rsc_defaults resource-stickyness=1", "stickiness?"),
        ("primitive y Dummy op monitr interval=5", "^ monitor?"), ("op_defaults timeot=5", "^ timeout?"),
        ("primitive y Dummy op monitor interval=5 timeot=5", "^ timeout?"),
        ("primitive y Dummy meta is-managed=flase", "^ false?"), ("group g aweb meta orderd=true", "^ ordered?"),
        ("primitive y ocf:hearbeat", "^ did you mean ocf:heartbeat:TYPE?"),
    ])
    func slipsAreWarnedOf(_ text: String, _ words: String) throws {
        let run = try load("update", text)
        #expect(run.status == 0 && run.errors.contains(words), "\(run.errors)")
        let more = try load("update", "primitive other Dummy")
        #expect(more.status == 0 && more.errors.isEmpty, "\(more.errors)")
    }

    @Test func namesThatAreLikeNoneAreForThoseWhoAsk() throws {
        let run = try load("update", "property my-own-thing=1\nprimitive y Dummy op monitor interval=5 depth=1")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let path = folder.path("cib.xml")
        #expect(try folder.run("crm_verify", ["-x", path]).errors.isEmpty)
        let told = try folder.run("crm_verify", ["-x", path, "-V"])
        #expect(told.status == 0 && told.errors.contains("my-own-thing is no cluster option"), "\(told.errors)")
        #expect(!told.errors.contains("depth"))
    }

    /// A cluster is put together bit by bit.
    @Test func aDeviceMayComeLater() throws {
        let run = try load("replace", "primitive a Dummy")
        #expect(run.status == 0 && run.errors.contains("warning: Resource start-up disabled"), "\(run.errors)")
    }

    @Test func whatGoesIsTold() throws {
        let run = try load("push", "node pm01\nproperty stonith-enabled=false")
        #expect(run.errors == "crm configure: removed: primitive zdb, primitive aweb, group g, location lz\n")
        let many = (1...13).map { "primitive p\($0) Dummy\n" }.joined()
        #expect(try load("update", many).errors == "")
        let rest = try load("replace", "property stonith-enabled=false")
        #expect(rest.errors.hasSuffix("primitive p9, primitive p10, and 3 more\n"), "\(rest.errors)")
    }

    @Test func xmlIsTakenForWhatItIs() throws {
        let path = folder.path("cib.xml")
        let run = try configure("load", "update", path)
        #expect(run.status == 65)
        #expect(run.errors == "crm configure: \(path) is XML: crm configure load xml update \(path)\n")
        #expect(try configure("validate", path).errors.contains("crm_verify -x"))
    }

    @Test func aStatementMayBeTyped() throws {
        #expect(try configure("primitive", "q", "Dummy", "params", "state=/tmp/a b").status == 0)
        #expect(try configure("location", "lq", "q", "-inf:", "pm01").status == 0)
        let shown = try configure("show").output
        #expect(shown.contains("params state=\"/tmp/a b\"") && shown.contains("location lq q -inf: pm01\n"))
        let again = try configure("primitive", "q", "Stateful")
        #expect(again.status == 108 && again.errors.contains("there is a primitive q already"), "\(again.errors)")
        #expect(try configure("-f", "primitive", "q", "Stateful").status == 0)
        #expect(try configure("node", "pm01", "attributes", "standby=on").status == 0)
        #expect(try configure("node", "pm01", "attributes", "x=1").status == 0)
        #expect(try configure("property", "maintenance-mode=true").status == 0)
        let all = try configure("show").output
        #expect(all.contains("attributes standby=on x=1") && all.contains("primitive q Stateful"))
        #expect(all.contains("stonith-enabled=false \\\n\tmaintenance-mode=true"))
        let wrong = try configure("group", "h", "nobody")
        #expect(wrong.status == 78 && wrong.errors.contains("command line:1:9: mistake: there is no resource nobody"))
    }

    @Test(arguments: [
        (["node", "standby", "pm01"], "here: crm configure node pm01 attributes standby=on"),
        (["resource", "stop", "q"], "here: crm configure save q FILE, add meta target-role=Stopped"),
        (["configure", "edit"], "here: crm configure save FILE, edit it, crm configure load replace FILE"),
        (["configure", "prmitive"], "; primitive?"), (["status"], "here: crm_simulate -x CIB"),
    ])
    func whatCrmshHasIsNamed(_ words: [String], _ hint: String) throws {
        let run = try crm(words)
        #expect(run.status == 64 && run.errors.contains(hint), "\(run.errors)")
    }

    @Test func harmlessValuesAreShown() throws {
        let run = try load(
            "update", "primitive f stonith:null params hostlist=pm01 timeout=7 passwd=geheim paswd=geheim op monitor x")
        #expect(run.status == 78 && run.errors.contains("timeout=7 passwd=•••••• paswd=••••••"), "\(run.errors)")
        #expect(!run.errors.contains("geheim"))
    }

    @Test func aFileKeepsItsMode() throws {
        for mode in [0o600, 0o644] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path("cib.xml"))
            #expect(try load("update", "primitive m\(mode) Dummy").status == 0)
            let kept = try FileManager.default.attributesOfItem(atPath: folder.path("cib.xml"))[.posixPermissions]
            #expect(kept as? Int == mode)
        }
    }
}
