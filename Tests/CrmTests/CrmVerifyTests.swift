import Foundation
import TestRig
import Testing

@Suite struct CrmVerifyTests {
    private static let good = """
        <cib validate-with="pacemaker-3.9" epoch="5" num_updates="9" admin_epoch="0">
          <configuration>
            <crm_config><cluster_property_set id="o"><nvpair id="f" name="stonith-enabled" value="false"/>
            </cluster_property_set></crm_config>
            <nodes><node id="1" uname="pm01"/></nodes>
            <resources><primitive id="db" class="ocf" provider="pacemaker" type="Dummy"/></resources>
            <constraints><rsc_location id="l" rsc="db" node="pm01" score="100"/></constraints>
          </configuration>
          <status/>
        </cib>

        """

    @Test func whatIsRightIsSilent() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.good)
        for (arguments, input) in [(["-x", file], ""), (["-p"], Self.good), (["-X", Self.good], "")] {
            let run = try folder.run("crm_verify", arguments, input: input)
            #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
        }
    }

    @Test func whatIsWrongHasItsPlace() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.good.replacing("rsc=\"db\"", with: "rsc=\"dc\""))
        let run = try folder.run("crm_verify", ["-x", file])
        #expect(run.status == 78)
        #expect(
            run.errors == """
                \(file):7:1: mistake: <rsc_location id="l">: rsc names "dc", and nothing has that id
                    db?
                crm_verify: Errors found during check: config not valid
                -V may provide more details

                """)
        #expect(try folder.peer("crm_verify", ["-x", file]).status == 78)
    }

    @Test func doubtsAreForThoseWhoAsk() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.good.replacing("node=\"pm01\"", with: "node=\"pm02\""))
        #expect(try folder.run("crm_verify", ["-x", file]).errors == "")
        let run = try folder.run("crm_verify", ["-x", file, "-V"])
        #expect(
            run.status == 0 && run.errors.contains("cib.xml:7:1: warning: <rsc_location id=\"l\">: pm02 is no node"))
    }

    /// In place of the primitive's end.
    private static func meta(_ name: String, _ value: String) -> (String, String) {
        let set = "<meta_attributes id=\"m\"><nvpair id=\"mn\" name=\"\(name)\" value=\"\(value)\"/></meta_attributes>"
        return ("type=\"Dummy\"/>", "type=\"Dummy\">\(set)</primitive>")
    }

    private static func operations(_ first: String, _ second: String) -> (String, String) {
        let list = [("x", first), ("y", second)]
            .map { "<op id=\"\($0)\" name=\"monitor\" interval=\"\($1)\"/>" }.joined()
        return ("type=\"Dummy\"/>", "type=\"Dummy\"><operations>\(list)</operations></primitive>")
    }

    /// No schema looks at it. The peer says so, too, once it plans such an operation.
    @Test func anAnswerToFailureThatIsNone() throws {
        let sets = "<meta_attributes id=\"m\"><nvpair id=\"n\" name=\"on-fail\" value=\"foo\"/></meta_attributes>"
        let text = Self.good.replacing("</constraints>", with: "</constraints><op_defaults>\(sets)</op_defaults>")
        let folder = try CrmFolder()
        let run = try folder.run("crm_verify", ["-X", text])
        #expect(run.status == 78 && run.errors.contains("op_defaults: Unknown failure type (foo)"), "\(run.errors)")
        #expect(try folder.run("crm_verify", ["-X", text.replacing("\"foo\"", with: "\"Block\"")]).status == 0)
    }

    /// What the scheduler cannot use is a mistake exactly where it is one for the peer.
    @Test(arguments: [
        ("value=\"false\"", "value=\"true\""), ("name=\"stonith-enabled\"", "name=\"stonith-enabledd\""),
        ("rsc=\"db\"", "rsc=\"l\""), ("rsc=\"db\"", "rsc=\"1\""),
        ("</constraints>", "<rsc_order id=\"q\" first=\"db\" then=\"l\"/></constraints>"),
        ("</constraints>", "<rsc_colocation id=\"q\" rsc=\"db\" with-rsc=\"o\" score=\"1\"/></constraints>"),
        (
            "name=\"stonith-enabled\" value=\"false\"/>",
            "name=\"stonith-enabled\" value=\"false\"/><nvpair id=\"g\" name=\"no-quorum-policy\" value=\"foo\"/>"
        ),
        meta("target-role", "Foo"), meta("target-role", "Promoted"), meta("target-role", "Stopped"),
        meta("requires", "foo"), meta("requires", "fencing"), meta("requires", "Nothing"),
        meta("target-role", "started"),
        meta("target-role", "Unpromoted"), operations("0", "0"), operations("10", "10s"), operations("10", "11"),
    ])
    func whatTheSchedulerCannotUse(_ old: String, _ new: String) throws {
        let folder = try CrmFolder()
        let text = Self.good.replacing(old, with: new)
        try #require(text != Self.good)
        let file = try folder.write("cib.xml", text)
        let ours = try folder.run("crm_verify", ["-x", file])
        #expect(try ours.status == folder.peer("crm_verify", ["-x", file]).status, "\(new): \(ours.errors)")
    }

    @Test func whatCannotBeScheduledYetIsNoMistake() throws {
        let folder = try CrmFolder()
        let set = "<resource_set id=\"s\"><resource_ref id=\"db\"/></resource_set>"
        let text = Self.good.replacing(
            "</constraints>", with: "\n<rsc_order id=\"q\">\(set)</rsc_order></constraints>")
        let run = try folder.run("crm_verify", ["-x", try folder.write("cib.xml", text), "-V"])
        #expect(run.status == 0)
        #expect(run.errors.contains(":8:1: warning: order q: resource sets cannot be scheduled yet"), "\(run.errors)")
    }

    /// All of it at once, in the words of crm.
    @Test func allThatCannotBeScheduledYet() throws {
        let folder = try CrmFolder()
        let text = """
            primitive p Dummy meta allow-migrate=true
            primitive s ocf:pacemaker:Stateful
            primitive s2 Dummy
            primitive d Dummy meta rule date gt 2030-01-01 target-role=Stopped
            ms msX s
            clone u s2 meta globally-unique=true
            colocation c inf: p msX:Master
            order o Serialize: p msX
            property stonith-enabled=false placement-strategy=balanced

            """
        let file = try folder.write("cib.xml", try folder.run("cibadmin", ["--empty"]).output)
        #expect(try folder.run("crm", ["configure", "-c", file, "load", "replace", "-"], input: text).status == 0)
        let run = try folder.run("crm_verify", ["-x", file, "-V"])
        for name in [
            "colocation c: colocation by role", "order o: orders of kind Serialize", "ms msX: promotable clones",
            "primitive d: rules with dates", "placement-strategy: placement", "primitive p: live migration",
            "clone u: unique clones",
        ] { #expect(run.errors.contains("warning: \(name)"), "\(name): \(run.errors)") }
    }

    @Test func whatIsNoCIB() throws {
        let folder = try CrmFolder()
        for (text, status, words) in [
            ("<foo/>", 76, "This tool can only check complete configurations"),
            ("<cib>\n<foo></cib>", 78, "line 2: not well-formed XML: Opening and ending tag mismatch"),
            ("", 78, "no XML in UTF-8"),
            (Self.good.replacing("id=\"l\"", with: "id=\"db\""), 78, "stands already in line 6"),
        ] as [(String, Int32, String)] {
            let file = try folder.write("cib.xml", text)
            let run = try folder.run("crm_verify", ["-x", file])
            #expect(run.status == status && run.errors.contains(words), "\(run.status) \(run.errors)")
            if !text.isEmpty { #expect(try folder.peer("crm_verify", ["-x", file]).status == status) }
        }
    }

    @Test func whatIsAskedMustMakeSense() throws {
        let folder = try CrmFolder()
        for (arguments, status, words) in [
            ([], 64, "No configuration source specified"), (["-L"], 102, "no cluster to ask"),
            (["file"], 64, "is named by -x"), (["-x", "/none"], 1, "/none: No such file"),
        ] as [([String], Int32, String)] {
            let run = try folder.run("crm_verify", arguments)
            #expect(run.status == status && run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        #expect(try folder.run("crm_verify", ["--help"]).output.hasPrefix("usage: crm_verify"))
    }

    @Test func whatWasCheckedIsSaved() throws {
        let folder = try CrmFolder()
        let run = try folder.run("crm_verify", ["-p", "-S", folder.path("saved.xml")], input: Self.good)
        #expect(run.status == 0)
        #expect(try folder.read("saved.xml") == Self.good)
    }

    /// Memory is counted for a whole process: a hundred megabytes of the smallest elements are refused within bounds.
    @Test func memoryStaysInBounds() throws {
        let folder = try CrmFolder()
        let head = Data("<cib><configuration><acls>".utf8)
        let unit = Data(String(repeating: "<a b=\"c\"/>", count: 100_000).utf8)
        try (0..<100).reduce(into: head) { bytes, _ in bytes += unit }
            .write(to: URL(fileURLWithPath: folder.path("big.xml")))
        let program = folder.path("crm_verify")
        let run = try ProcessRun.shell("ulimit -v 3000000 -t 60; exec \(program) -x \(folder.path("big.xml"))")
        #expect(run.status == 78)
        #expect(run.errors.contains("more than 2000000 elements"))
    }
}
