import CibXML
import ClusterModel
import TestRig
import Testing

/// The same command by ours and by Debian's cibadmin, each on a file of its own.
@Suite struct CibadminTests {
    private static let base = """
        <cib validate-with="pacemaker-3.9" epoch="5" num_updates="9" admin_epoch="0">
          <configuration>
            <crm_config>
              <cluster_property_set id="cib-bootstrap-options">
                <nvpair id="o1" name="stonith-enabled" value="false"/>
              </cluster_property_set>
            </crm_config>
            <nodes>
              <node id="1" uname="pm01"/>
            </nodes>
            <resources>
              <primitive id="p1" class="ocf" provider="pacemaker" type="Dummy">
                <meta_attributes id="p1-m">
                  <nvpair id="p1-m-t" name="target-role" value="Started"/>
                  <nvpair id="p1-m-u" name="is-managed" value="true"/>
                </meta_attributes>
              </primitive>
              <!-- kept -->
              <primitive id="p2" class="ocf" provider="pacemaker" type="Dummy"/>
            </resources>
            <constraints/>
          </configuration>
          <status/>
        </cib>

        """

    private static func whole(_ epoch: Int, _ resources: String = "") -> String {
        "<cib validate-with=\"pacemaker-3.9\" epoch=\"\(epoch)\" num_updates=\"9\" admin_epoch=\"0\"><configuration>"
            + "<crm_config/><nodes/><resources>\(resources)</resources><constraints/></configuration><status/></cib>"
    }

    private static let dummy = #"class="ocf" provider="pacemaker" type="Dummy""#
    private static let location = #"<rsc_location id="l1" rsc="p1" node="pm01" score="5"/>"#

    /// Status, output and what the file says then, of both.
    private static func both(_ arguments: [String], _ text: String = base) throws -> (ours: Outcome, peers: Outcome) {
        let ours = try CrmFolder()
        let file = try ours.write("cib.xml", text)
        let run = try ours.run("cibadmin", arguments, environment: ["CIB_file": file])
        let mine = try Outcome(status: run.status, output: run.output, file: ours.read("cib.xml"))
        try ours.folder.write("cib.xml", text)
        let peer = try ProcessRun.run(
            "/usr/sbin/cibadmin", arguments,
            environment: ProcessRun.plainEnvironment.merging(["CIB_file": file]) { $1 })
        return (mine, try Outcome(status: peer.status, output: peer.output, file: ours.read("cib.xml")))
    }

    struct Outcome: Equatable {
        var status: Int32
        var output: String
        var file: String
    }

    @Test(arguments: [
        ["-Q"], ["-Q", "-o", "resources"], ["-Q", "-o", "tags"], ["-Q", "-o", "status"], ["-Q", "-n"],
        ["-Q", "-n", "-o", "resources"], ["-Q", "-A", "//nvpair"], ["-Q", "-A", "//nvpair[@name='zz']"],
        ["-Q", "-A", "//primitive", "-e"], ["-Q", "-A", "//nvpair/@value", "--node-path"],
        ["-Q", "-A", "//primitive["],
        ["--empty"], ["-5", "-X", base], ["-6", "-X", base], ["-5"], ["-E"], ["-u"], ["-C"],
        ["-C", "-o", "resources", "-X", "<primitive id=\"p1\" \(dummy)/>"],
        ["-C", "-o", "constraints", "-X", location], ["-C", "-X", "<primitive id=\"p3\" \(dummy)/>"],
        ["-C", "-o", "constraints", "-X", "<constraints>\(location)</constraints>"],
        ["-C", "-o", "resources", "-X", "<primitive id=\"p9\" type=\"Dummy\"/>"],
        ["-M", "-X", "<primitive id=\"p1\" description=\"x\"/>"],
        ["-M", "-X", "<nvpair id=\"p1-m-t\" value=\"Stopped\"/>"],
        ["-M", "-X", "<nvpair id=\"p1-m-zz\" name=\"q\" value=\"Stopped\"/>"],
        ["-M", "-o", "resources", "-X", "<primitive id=\"p4\" \(dummy)/>"],
        [
            "-M", "-o", "resources", "-X",
            "<primitive id=\"p1\"><meta_attributes id=\"p1-m\">"
                + "<nvpair id=\"new\" name=\"z\" value=\"1\"/></meta_attributes></primitive>",
        ],
        ["-M", "-X", "<cib admin_epoch=\"admin_epoch++\"/>"], ["-M", "-X", "<cib admin_epoch=\"7\"/>"],
        ["-R", "-o", "constraints", "-X", "<constraints>\(location)</constraints>"],
        ["-R", "-X", "<primitive id=\"p1\" class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\"/>"],
        ["-R", "-X", "<primitive id=\"p77\" class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\"/>"],
        ["-R", "-X", whole(1)], ["-R", "-f", "-X", whole(1)], ["-R", "-X", whole(5)], ["-R", "-X", whole(7)],
        ["-D", "-X", "<primitive id=\"p2\"/>"], ["-D", "-o", "resources", "-X", "<primitive id=\"p2\"/>"],
        ["-D", "-X", "<primitive id=\"p99\"/>"], ["-D", "-X", "<nvpair id=\"p1-m-t\" name=\"foo\"/>"],
        ["-D", "-X", "<nvpair name=\"is-managed\"/>"], ["-D", "-A", "//nvpair"], ["-D", "-A", "//nvpair[@id='no']"],
        ["-D", "-A", "/"], ["-D", "-A", "/cib"],
        ["-M", "-A", "//primitive[@id='p1']", "-X", "<primitive id=\"p1\" description=\"z\"/>"],
        ["-M", "-A", "//primitive[@id='p1']", "-X", "<nvpair id=\"p1-m-t\" value=\"value++\"/>"],
        ["-d", "-f", "-A", "//nvpair[@name]"], ["-B"], ["-E", "--force"], ["-u", "--force"],
    ])
    func doesWhatThePeerDoes(_ arguments: [String]) throws {
        let (ours, peers) = try Self.both(arguments)
        #expect(ours.status == peers.status)
        #expect(ours.file == peers.file)
        // What the result of a refused change would have been is not printed.
        if ours.status != 78 { #expect(ours.output == peers.output) }
    }

    @Test func aResultThatCannotBeUsedIsRefused() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.base)
        let run = try folder.run(
            "cibadmin", ["-R", "-X", Self.whole(7, "<foo/>")], environment: ["CIB_file": file])
        #expect(run.status == 78)
        #expect(
            run.errors == """
                line 6: <foo>: it may not stand in <resources>; remove it
                Call failed: Update does not conform to the configured schema

                """)
        #expect(try folder.read("cib.xml") == Self.base)
    }

    /// Two processes, each of which reads, changes and replaces: nothing of either is lost.
    @Test func twoAtOnceLoseNothing() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.base)
        let script = """
            export CIB_file=\(file) agent="\(Self.dummy.replacing("\"", with: "'"))"
            add() {
                for i in $(seq 12); do
                    \(folder.path("cibadmin")) -C -o resources -X "<primitive id='$1$i' $agent/>" || exit 1
                done
            }
            add a & add b & wait
            """
        #expect(try ProcessRun.shell(script).errors == "")
        let cib = try CIBReader.read(Array(folder.read("cib.xml").utf8))
        #expect(cib.configuration.resources.count == 26)
        #expect(cib.version.epoch == 29)
    }

    @Test func whoeverHoldsTheFolderIsWaitedFor() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.base)
        let held = "flock \(folder.folder.root) sleep 60 & holder=$!; sleep 1;"
        let run = try ProcessRun.shell(
            "\(held) CIB_file=\(file) \(folder.path("cibadmin")) -B; code=$?; kill $holder; exit $code")
        #expect(run.status == 124 && run.errors.contains("try again when it is done"), "\(run.errors)")
        #expect(try folder.read("cib.xml") == Self.base)
    }

    @Test func anOldOneIsUpgraded() throws {
        let old = Self.base.replacing("pacemaker-3.9", with: "pacemaker-1.2")
            .replacing("stonith-enabled", with: "stonith_enabled")
        let (ours, peers) = try Self.both(["-u", "-f"], old)
        #expect(ours.status == 0 && peers.status == 0)
        #expect(ours.file.contains("name=\"stonith-enabled\""))
        #expect(
            ours.file.replacing("      <!-- kept -->\n", with: "")
                == peers.file.replacing("      <!-- kept -->\n", with: ""))
    }

    @Test func noFileAndBadFiles() throws {
        let folder = try CrmFolder()
        let none = try folder.run("cibadmin", ["-Q"])
        #expect(none.status == 102 && none.errors.contains("Transport endpoint is not connected"))
        let missing = try folder.run("cibadmin", ["-Q"], environment: ["CIB_file": folder.path("none")])
        #expect(missing.status == 105 && missing.errors.contains("none: there is no such file"))
        let bad = try folder.write("bad.xml", "<cib><foo></cib>")
        let run = try folder.run("cibadmin", ["-Q"], environment: ["CIB_file": bad])
        #expect(run.status == 78 && run.errors.contains("bad.xml: line 1: not well-formed XML"))
    }

    @Test func whatIsAskedMustMakeSense() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.base)
        for (arguments, status, text) in [
            ([], 64, "no command is given"), (["-Z"], 64, "invalid option -- 'Z'"), (["word"], 64, "said by options"),
            (["-Q", "-N", "pm01"], 3, "needs a running cluster"), (["-C", "-x", "/none"], 66, "/none: No such"),
            (["-C", "-x", "/"], 66, "/: Is a directory"), (["-C"], 70, "-X XML, -x FILE or -p is needed"),
            (["-C", "-o", "resource"], 64, "there is no section resource, resources?"),
            (["-M", "-X", "<primitive id=\"p9\"/>"], 105, "there is no <primitive> of the id p9"),
            (["-Q", "-o", "tags"], 105, "there is no <tags>"), (["-Q", "-A", "//tag"], 105, "nothing is at //tag"),
            (["-C", "-X", "<a"], 78, "Couldn't parse input from the text given: line 1"),
        ] as [([String], Int32, String)] {
            let run = try folder.run("cibadmin", arguments, environment: ["CIB_file": file])
            #expect(run.status == status && run.errors.contains(text), "\(arguments): \(run.errors)")
        }
        for help in ["-h", "-?", "--help"] {
            #expect(try folder.run("cibadmin", [help]).output.hasPrefix("usage: CIB_file=FILE cibadmin"))
        }
    }

    /// A file with a digest beside it gets backups; one that was changed is not touched.
    @Test func aStoreIsKeptAsOne() throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", Self.base)
        let digest = try folder.run("cibadmin", ["-5", "-x", file]).output
        _ = try folder.write("cib.xml.sig", digest)
        let bump = try folder.run("cibadmin", ["-B"], environment: ["CIB_file": file])
        #expect(bump.status == 0)
        #expect(try folder.read("cib-0.raw") == Self.base)
        #expect(try folder.read("cib.xml").contains("epoch=\"6\""))
        _ = try folder.write("cib.xml", Self.base)
        let refused = try folder.run("cibadmin", ["-B"], environment: ["CIB_file": file])
        #expect(refused.status == 104 && refused.errors.contains("was changed or damaged"))
    }
}
