import Foundation
import TestRig
import Testing

/// What may be loaded again, what hid behind something else, and what must not be shown.
@Suite struct ConfigureRepeatTests {
    private let folder: CrmFolder

    init() throws {
        folder = try CrmFolder()
        _ = try folder.write("cib.xml", try folder.run("cibadmin", ["--empty"]).output)
    }

    private func crm(_ words: [String], input: String = "") throws -> ProcessRun {
        try folder.run(
            "crm", ["configure"] + words, input: input, environment: ["CIB_file": folder.path("cib.xml")])
    }

    private func load(_ method: String, _ text: String, _ options: String...) throws -> ProcessRun {
        try crm(["load", method, "-"] + options, input: text + "\n")
    }

    private func verify() throws -> (ours: Int32, theirs: Int32) {
        let arguments = ["-x", folder.path("cib.xml")]
        return (try folder.run("crm_verify", arguments).status, try folder.peer("crm_verify", arguments).status)
    }

    @Test(arguments: [
        "node n1 attributes rule #uname eq n1 a=1 attributes rule 5: #uname eq n2 a=2 attributes b=3",
        "node n1 attributes 10: a=1 attributes b=2 attributes 20: a=1",
        "node n1 attributes a=1 utilization cpu=4",
    ])
    func whatWasSavedChangesNothing(_ text: String) throws {
        #expect(try load("replace", "property stonith-enabled=false\n" + text).status == 0)
        let before = try crm(["save", "-"]).output
        for _ in 0..<2 {
            #expect(try load("update", before).status == 0)
            #expect(try crm(["save", "-"]).output == before)
        }
    }

    /// Two plain sets: each value stays where it is.
    @Test func aValueIsChangedWhereItStands() throws {
        let sets = """
            <instance_attributes id="s1"><nvpair id="s1-a" name="a" value="1"/></instance_attributes>
            <instance_attributes id="s2"><nvpair id="s2-b" name="b" value="2"/></instance_attributes>
            """
        let empty = try folder.read("cib.xml")
        _ = try folder.write(
            "cib.xml", empty.replacing("<nodes/>", with: "<nodes><node id=\"1\" uname=\"n1\">\(sets)</node></nodes>"))
        let before = try crm(["save", "-"]).output
        #expect(before.contains("b=2"), "\(before)")
        #expect(try load("update", before).status == 0)
        #expect(try crm(["save", "-"]).output == before)
        #expect(try crm(["node", "n1", "attributes", "b=3", "c=4"]).status == 0)
        let after = try folder.read("cib.xml")
        #expect(after.contains("id=\"s2-b\" name=\"b\" value=\"3\"") && !after.contains("value=\"2\""), "\(after)")
        #expect(after.contains("name=\"c\" value=\"4\""))
    }

    /// Since there was no fence device, nobody had told of it.
    @Test(arguments: ["property stonith-enabled=false", "primitive f stonith:null params hostlist=pm01"])
    func whatWasHiddenKeepsNobodyFromAFix(_ fix: String) throws {
        let run = try load("replace", "op_defaults on-fail=bogus\nprimitive a Dummy")
        #expect(run.status == 78 && run.errors.contains("Unknown failure type (bogus)"), "\(run.errors)")
        #expect(try load("replace", "op_defaults on-fail=bogus\nprimitive a Dummy", "-f").status == 0)
        let fixed = try load("update", fix)
        #expect(fixed.status == 0 && fixed.errors.contains("warning: "), "\(fixed.errors)")
    }

    @Test(arguments: [
        "op_defaults on-fail=bogus\nprimitive b Dummy\nms m b",
        "primitive b Dummy\ngroup g b\nms m g\nlocation l g 5: n1",
        "primitive b Dummy\ngroup g b\nclone c g\nlocation l g 5: n1\nrsc_ticket t T: a",
        "primitive b Dummy\ngroup g b\nclone c g\norder o g a\nprimitive d Dummy\nms m d",
    ])
    func whatCannotBeScheduledHidesNoMistake(_ text: String) throws {
        _ = try load("replace", "node n1\nproperty stonith-enabled=false\nprimitive a Dummy\n" + text, "-f")
        let codes = try verify()
        #expect(codes.ours == 78 && codes.theirs == 78, "\(codes)")
    }

    @Test(arguments: [
        "primitive b ocf:pacemaker:Stateful\nms m b\nlocation l m role=Promoted 5: n1\norder o m:promote a:start",
        "primitive b Dummy\nclone c b\nlocation l c 5: n1\nrsc_ticket t T: a",
    ])
    func whatCannotBeScheduledIsNoMistake(_ text: String) throws {
        let run = try load("replace", "node n1\nproperty stonith-enabled=false\nprimitive a Dummy\n" + text)
        #expect(run.status == 0, "\(run.errors)")
        let codes = try verify()
        #expect(codes.ours == 0 && codes.theirs == 0, "\(codes)")
    }

    /// The only fence device may be what cannot be scheduled.
    @Test func aDeviceOfATemplateIsOne() throws {
        let text = "node n1\nprimitive a Dummy\nrsc_template u stonith:null params hostlist=n1\nprimitive f @u"
        let run = try load("replace", text)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(try verify().ours == 0)
    }

    @Test(arguments: [
        ("stonith_enabled=false", "^ stonith-enabled?"), ("no_quorum_policy=stop", "^ no-quorum-policy?"),
        ("default-action-timeout=20", "^ set timeout in op_defaults"),
        ("is-managed-default=true", "^ set is-managed in rsc_defaults"),
        ("default-resource-stickiness=1", "^ set resource-stickiness in rsc_defaults"),
        ("cluster-infrastructure=heartbeat", "^ remove it: there is only corosync now"),
    ])
    func whatTheSchemaLeavesOutIsNeverWritten(_ value: String, _ advice: String) throws {
        let before = try folder.read("cib.xml")
        for options in [[], ["-f"]] {
            let run = try crm(["load", "update", "-"] + options, input: "property \(value)\n")
            #expect(run.status == 78 && run.errors.contains(":1:10: mistake: "), "\(run.errors)")
            #expect(run.errors.contains(advice), "\(run.errors)")
        }
        #expect(try folder.read("cib.xml") == before)
        let pair = value.split(separator: "=")
        let set = """
            <crm_config><cluster_property_set id="o"><nvpair id="p" name="\(pair[0])" value="\(pair[1])"/>
            </cluster_property_set></crm_config>
            """
        _ = try folder.write("cib.xml", before.replacing("<crm_config/>", with: set))
        let codes = try verify()
        #expect(codes.ours == 78 && codes.theirs == 78, "\(codes)")
    }

    @Test(arguments: [
        "primitive x ocf:p:t snmp_cookie=Sekrit op", "rsc_template x ocf:p:t priv=Sekrit op",
        "primitive x ocf:p:t params password Sekrit", "primitive x ocf:p:t password= Sekrit",
        "primitive x ocf:p:t password = Sekrit",
        "primitive x ocf:p:t params ip=1 passwd Sekrit meta x=1",
    ])
    func secretsAreNotShown(_ text: String) throws {
        let run = try load("update", text)
        #expect(run.status == 78 && !run.errors.contains("Sekrit"), "\(run.errors)")
        #expect(run.errors.contains("params ip=1") == text.contains("ip=1"), "\(run.errors)")
    }

    @Test(arguments: [
        ("stonith-timeout=10minutes", true), ("stonith-timeout=1.5m", true), ("stonith-timeout=5x", false),
        ("stonith-timeout=.5s", false), ("stonith-timeout=10S", true), ("stonith-timeout=PT5", false),
        ("stonith-timeout=1d", false), ("no-quorum-policy=FREEZE", true), ("no-quorum-policy=foo", false),
        ("node-health-strategy=NONE", true),
    ])
    func valuesAreTakenAsThere(_ value: String, _ isTaken: Bool) throws {
        let run = try load("replace", "property stonith-enabled=false \(value)\nprimitive a Dummy")
        #expect(run.status == (isTaken ? 0 : 78), "\(run.errors)")
        if !isTaken { _ = try load("replace", "property stonith-enabled=false \(value)\nprimitive a Dummy", "-f") }
        let codes = try verify()
        #expect(codes.ours == codes.theirs && (codes.ours == 0) == isTaken, "\(codes)")
    }

    @Test func whatIsMissingIsNamed() throws {
        let none = try crm(["show", "-c", folder.path("none")])
        #expect(none.status == 66 && none.errors.contains("cibadmin --empty >"), "\(none.errors)")
        let half = try crm(["load", folder.path("cib.xml")])
        #expect(half.status == 64 && half.errors.contains("load replace, update or push FILE"), "\(half.errors)")
    }

    @Test func aNodeIsCalledByItsName() throws {
        #expect(try load("replace", "property stonith-enabled=false\nnode 2: n9:normal\nnode n1").status == 0)
        #expect(try verify() == (0, 0))
        #expect(try load("push", "property stonith-enabled=false\nnode n1").errors.contains("removed: node n9\n"))
    }

    @Test func aFindingStandsAtItsStatement() throws {
        let run = try load("replace", "property stonith-enabled=false\nproperty stonith-action=Reboot")
        #expect(run.status == 78 && run.errors.contains(":2:10: mistake: "), "\(run.errors)")
    }

    @Test func aValueThatGoesIsTold() throws {
        #expect(try load("replace", "property stonith-enabled=false maintenance-mode=true").status == 0)
        let run = try load("replace", "property stonith-enabled=false")
        #expect(run.errors == "crm configure: removed: property maintenance-mode\n")
    }

    @Test(arguments: [
        ("property stonith-enabled false", "“stonith-enabled” has no value"),
        ("colocation c inf: a", "one resource alone"), ("colocation c inf: a a", "is always where it is itself"),
        ("order o a", "one resource alone"), ("order o Mandatory a b", "^ write Mandatory:"),
    ])
    func whatSaysNothingIsAMistake(_ text: String, _ words: String) throws {
        let run = try load("replace", "primitive a Dummy\nprimitive b Dummy\n" + text)
        #expect(run.status == 78 && run.errors.contains(words), "\(run.errors)")
    }

    @Test(arguments: [
        ("node n1 attributes standby=ture", "standby \"ture\" is not a truth value"),
        ("op_defaults timeout=20x", "timeout \"20x\" is not a time"),
    ])
    func whatIsIgnoredIsWarnedOf(_ text: String, _ words: String) throws {
        let run = try load("update", "property stonith-enabled=false\n" + text)
        #expect(run.status == 0 && run.errors.contains(words), "\(run.errors)")
        #expect(try verify() == (0, 0))
    }

    @Test(arguments: [
        (["resource", "cleanup", "a"], "no cluster runs"), (["resource", "restart", "a"], "no cluster runs"),
        (["resource", "unmanage", "a"], "add meta is-managed=false"), (["node", "clearstate", "n"], "no cluster runs"),
        (["resource", "migrate", "a"], "crm configure location cli-prefer-a a inf: NODE"),
        (["node", "delete", "n"], "crm configure delete n"), (["node", "show", "n"], "crm configure show"),
        (["node", "online", "n"], "attributes standby=off"), (["resource", "start", "a"], "target-role=Started"),
    ])
    func eachVerbHasItsOwnHint(_ words: [String], _ hint: String) throws {
        let run = try folder.run("crm", words)
        #expect(run.status == 64 && run.errors.contains(hint), "\(run.errors)")
        #expect(!run.errors.contains("Stopped") && !run.errors.contains("standby=on"), "\(run.errors)")
    }
}
