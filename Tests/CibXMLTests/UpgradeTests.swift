import CibXML
import ClusterModel
import TestRig
import Testing

/// Old CIBs, beside what Debian's cibadmin makes of them.
@Suite struct UpgradeTests {
    static func old(_ schema: String) -> String {
        SampleCIB.small(
            schema: schema,
            properties: """
                <nvpair id="o2" name="default-resource-stickiness" value="100"/>
                <nvpair id="o3" name="is_managed_default" value="true"/>
                <nvpair id="o4" name="default_action_timeout" value="20s"/>
                <nvpair id="o5" name="no_quorum_policy" value="ignore"/>
                <nvpair id="o6" name="cluster-infrastructure" value="openais"/>
                <nvpair id="o7" name="expected-quorum-votes" value="2"/>
                <nvpair id="o8" name="default-resource-failure-stickiness" value="-INFINITY"/>
                <nvpair id="o9" name="transition_idle_timeout" value="60"/>
                <nvpair id="o10" name="dc-version" value="1.0"/>
                """,
            resources: """
                <primitive id="st" class="stonith" type="fence_x">
                  <instance_attributes id="st-i">
                    <nvpair id="st1" name="pcmk_arg_map" value="port:plug"/>
                    <nvpair id="st2" name="pcmk_reboot_cmd" value="off"/>
                  </instance_attributes>
                </primitive>
                <primitive id="p1" class="ocf" provider="heartbeat" type="Dummy">
                  <meta_attributes id="p1-m">
                    <nvpair id="p1m1" name="resource_failure_stickiness" value="-INFINITY"/>
                    <nvpair id="p1m2" name="is-managed" value="true"/>
                  </meta_attributes>
                  <operations>
                    <op id="p1-s" name="start" interval="0" requires="fencing"/>
                    <op id="p1-mo" name="monitor" interval="10s" requires="nothing">
                      <instance_attributes id="p1-mo-i">
                        <nvpair id="p1-mo-i1" name="timeout" value="30s"/>
                        <nvpair id="p1-mo-i2" name="depth" value="10"/>
                      </instance_attributes>
                    </op>
                    <op id="p1-st" name="stop" interval="0">
                      <meta_attributes id="p1-st-m"><nvpair id="p1sr" name="requires" value="quorum"/></meta_attributes>
                    </op>
                  </operations>
                </primitive>
                <master id="ms">
                  <meta_attributes id="ms-m"><nvpair id="msm1" name="master-max" value="1"/></meta_attributes>
                  <primitive id="p2" class="ocf" provider="pacemaker" type="Stateful">
                    <meta_attributes id="p2-m">
                      <nvpair id="p2m1" name="resource-failure-stickiness" value="-10"/>
                    </meta_attributes>
                    <operations><op id="p2-s" name="promote" interval="0">
                      <instance_attributes id="p2-s-i"><nvpair id="p2si" name="requires" value="quorum"/>
                      </instance_attributes>
                    </op></operations>
                  </primitive>
                </master>
                """,
            constraints: """
                <rsc_location id="l1" rsc="p1"><rule id="r1" score="100" boolean-op="and">
                  <expression id="e1" attribute="#uname" operation="eq" value="pm01"/></rule></rsc_location>
                <rsc_order id="or1" first="ms" first-action="promote" then="p1" then-action="start" score="INFINITY"/>
                """)
    }

    static let acls = """
        <acls>
          <acl_role id="monitor"><read id="m1" xpath="/cib"/><write id="m2" tag="nvpair" attribute="value"/>\
        <deny id="m3" ref="p1"/></acl_role>
          <acl_user id="bob"><role_ref id="monitor"/></acl_user>
          <acl_user id="al"><write id="al1" xpath="//x" attribute="y"/></acl_user>
        </acls>
        """

    private static func peerUpgrade(_ text: String) throws -> CIB {
        let folder = try TemporaryFolder()
        try folder.write("cib.xml", text)
        let run = try ProcessRun.run(
            "/usr/sbin/cibadmin", ["--upgrade", "--force"],
            environment: ProcessRun.plainEnvironment.merging(["CIB_file": folder.path("cib.xml")]) { $1 })
        try #require(run.status == 0, "\(run.errors)")
        var cib = try SampleCIB.read(folder.read("cib.xml"))
        cib.version = CIBVersion(adminEpoch: 0, epoch: 5, updates: 9)
        return cib
    }

    @Test(arguments: ["pacemaker-1.0", "pacemaker-1.2", "pacemaker-1.3", "pacemaker-2.0", "pacemaker-2.10"])
    func becomesWhatThePeerMakesOfIt(_ schema: String) throws {
        // Pacemaker 1.0 wants the type of a node.
        let type = schema == "pacemaker-1.0" ? "uname=\"pm01\" type=\"normal\"" : "uname=\"pm01\""
        let old = Self.old(schema).replacing("uname=\"pm01\"", with: type)
        let mine = try SampleCIB.read(old)
        #expect(try mine == Self.peerUpgrade(old))
        #expect(mine.attributes["validate-with"] == "pacemaker-3.9")
        #expect(try SampleCIB.schemaErrors(SampleCIB.written(mine)) == "")
    }

    @Test func defaultsThatAreSetAlreadyStay() throws {
        let defaults = """
            <rsc_defaults><meta_attributes id="rd"><nvpair id="rd1" name="resource-stickiness" value="7"/>
            </meta_attributes></rsc_defaults>
            """
        let text = Self.old("pacemaker-2.0").replacing("  </configuration>", with: defaults + "</configuration>")
        let mine = try SampleCIB.read(text)
        #expect(mine.configuration.resourceDefaults.map(\.id) == ["rd"])
        #expect(mine.configuration.resourceDefaults[0]["resource-stickiness"] == "7")
        #expect(try mine == Self.peerUpgrade(text))
    }

    @Test func accessListsGetTodaysWords() throws {
        let text = Self.old("pacemaker-1.2").replacing("  </configuration>", with: Self.acls + "</configuration>")
        #expect(try SampleCIB.read(text) == Self.peerUpgrade(text))
    }

    @Test func nodesAreMembers() throws {
        let text = Self.old("pacemaker-1.2").replacing("uname=\"pm01\"", with: "uname=\"pm01\" type=\"normal\"")
        #expect(try SampleCIB.read(text).configuration.nodes[0].attributes["type"] == "member")
    }

    @Test func pairsInAttributesAsBeforePacemaker1() throws {
        let text = SampleCIB.small().replacing("<nvpair id=\"o-f\"", with: "<attributes><nvpair id=\"o-f\"")
            .replacing("</cluster_property_set>", with: "</attributes></cluster_property_set>")
        #expect(try SampleCIB.read(text).configuration.properties[0]["stonith-enabled"] == "false")
    }

    @Test func changesAreNamed() throws {
        let document = try CIBReader.document(Array(Self.old("pacemaker-1.2").utf8))
        #expect(document.upgraded.contains("crm_config: no_quorum_policy is no-quorum-policy now"))
        #expect(
            document.upgraded.contains("crm_config: expected-quorum-votes is dropped, corosync counts the votes now"))
        #expect(try CIBReader.document(Array(SampleCIB.full.utf8)).upgraded.isEmpty)
    }
}
