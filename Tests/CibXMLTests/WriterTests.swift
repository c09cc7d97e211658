import CibXML
import ClusterModel
import TestRig
import Testing

@Suite struct WriterTests {
    @Test func whatIsWrittenIsReadAsTheSame() throws {
        let cib = try SampleCIB.read(SampleCIB.full)
        #expect(try SampleCIB.read(SampleCIB.written(cib)) == cib)
    }

    @Test func textThatStrayedIntoABundleIsWrittenTheSameEachTime() throws {
        let cib = try SampleCIB.read(
            "<cib><configuration><resources><bundle id=\"b\">,docker <network/>x\n</bundle></resources></configuration>"
                + "</cib>"
        )
        let written = SampleCIB.written(cib)
        let again = SampleCIB.written(try SampleCIB.read(written))
        #expect(written.contains(",docker <network/>x") && again == written)
    }

    @Test func whatIsWrittenFollowsTheSchema() throws {
        #expect(try SampleCIB.schemaErrors(SampleCIB.written(SampleCIB.read(SampleCIB.full))) == "")
    }

    /// Debian's own reading of the source and of what we write, put in order.
    @Test func thePeerReadsTheSameInBoth() throws {
        let folder = try TemporaryFolder()
        try folder.write("source.xml", SampleCIB.full)
        try folder.write("written.xml", SampleCIB.written(SampleCIB.read(SampleCIB.full)))
        let words = try ["source.xml", "written.xml"].map { name in
            let run = try ProcessRun.run(
                "/usr/sbin/cibadmin", ["-Q", "-o", "configuration"],
                environment: ProcessRun.plainEnvironment.merging(["CIB_file": folder.path(name)]) { $1 })
            #expect(run.status == 0)
            return run.output.split(whereSeparator: { " \n/>".contains($0) }).map(String.init).sorted()
        }
        #expect(words[0] == words[1] && words[0].count > 200)
    }

    @Test func anEmptyOneHasEverySectionThatTheSchemaWants() throws {
        var cib = CIB(attributes: ["validate-with": "pacemaker-3.9"])
        cib.version = CIBVersion(adminEpoch: 0, epoch: 1, updates: 0)
        #expect(
            SampleCIB.written(cib) == """
                <cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0">
                  <configuration>
                    <crm_config/>
                    <nodes/>
                    <resources/>
                    <constraints/>
                  </configuration>
                  <status/>
                </cib>

                """)
        #expect(try SampleCIB.schemaErrors(SampleCIB.written(cib)) == "")
    }

    @Test func whatXMLCannotHaveIsNotWritten() throws {
        let cib = CIB(attributes: ["a": "1\u{1}2\u{0}3", "b": "<>&\"'\r\n"])
        let read = try SampleCIB.read(SampleCIB.written(cib))
        #expect(read.attributes["a"] == "1?2?3")
        #expect(read.attributes["b"] == "<>&\"'\r\n")
    }

    /// CIBs that crmsh makes of configurations in its own language.
    @Test(arguments: [
        "primitive a ocf:pacemaker:Dummy op monitor interval=10s timeout=20s meta migration-threshold=3",
        "primitive a ocf:pacemaker:Dummy\nclone c a meta interleave=true",
        "primitive a ocf:pacemaker:Dummy\nprimitive b ocf:pacemaker:Dummy\ngroup g a b\nlocation l g 100: n1",
        "primitive a ocf:pacemaker:Dummy\nlocation l a rule 200: #uname eq n1 or pingd gt 10",
        "primitive a ocf:pacemaker:Stateful\nms m a meta master-max=1\nproperty stonith-enabled=false",
        "primitive a ocf:pacemaker:Dummy\nprimitive b ocf:pacemaker:Dummy\norder o Optional: a b\n"
            + "colocation c inf: a b",
        "rsc_template t ocf:pacemaker:Dummy params fake=1\nprimitive a @t\ntag tt a\n"
            + "rsc_defaults resource-stickiness=5",
        "primitive s stonith:null params hostlist=n1\nfencing_topology n1: s\nop_defaults timeout=30s",
    ])
    func whatCrmshMakesComesThrough(_ text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("c.crm", text + "\n")
        try folder.write("cib.xml", String(decoding: CIBWriter.write(.emptyCIB), as: UTF8.self))
        let environment = ProcessRun.plainEnvironment.merging(
            ["CIB_file": folder.path("cib.xml"), "HOME": folder.root]) { $1 }
        let run = try ProcessRun.run(
            "/usr/sbin/crm", ["-F", "configure", "load", "update", folder.path("c.crm")], environment: environment)
        let made = try folder.read("cib.xml")
        try #require(made.contains("primitive"), "crmsh: \(run.errors)")
        let cib = try SampleCIB.read(made)
        #expect(try SampleCIB.read(SampleCIB.written(cib)) == cib)
        #expect(try SampleCIB.schemaErrors(SampleCIB.written(cib)) == "")
        #expect(cib.configuration.unknown.isEmpty && cib.configuration.resources.allSatisfy { $0.unknown.isEmpty })
    }
}
