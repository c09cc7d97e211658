import CibXML
import ClusterModel
import TestRig

/// CIBs for tests, and what Debian's tools say of them.
enum SampleCIB {
    /// Everything that the model has a place for, and some that it has none for.
    static let full = """
        <cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="9" admin_epoch="1" \
        have-quorum="1" dc-uuid="1" cib-last-written="Sat Nov 21 00:41:24 2026" update-client="cibadmin">
          <configuration>
            <crm_config>
              <cluster_property_set id="opts" score="10">
                <rule id="opts-rule" boolean-op="and">
                  <date_expression id="opts-date" operation="date_spec">
                    <date_spec id="opts-spec" hours="9-16" weekdays="1-5"/>
                  </date_expression>
                </rule>
                <nvpair id="opts-fencing" name="stonith-enabled" value="true"/>
              </cluster_property_set>
              <!-- a comment of the operator's -->
            </crm_config>
            <nodes>
              <node id="1" uname="pm01" description="left &lt;rack&gt;">
                <instance_attributes id="n1"><nvpair id="n1-standby" name="standby" value="off"/></instance_attributes>
                <utilization id="n1u"><nvpair id="n1u-cpu" name="cpu" value="8"/></utilization>
              </node>
              <node id="2" uname="pm02" type="member"/>
            </nodes>
            <resources>
              <primitive id="st" class="stonith" type="null"/>
              <template id="tmpl" class="ocf" provider="heartbeat" type="Dummy">
                <operations><op id="tmpl-m" name="monitor" interval="10s" timeout="20s" on-fail="fence"/></operations>
              </template>
              <primitive id="one" template="tmpl">
                <instance_attributes id="one-i">
                  <rule id="one-r" score="INFINITY"><expression id="one-e" attribute="#uname" operation="eq" \
        value="pm01"/></rule>
                  <nvpair id="one-fake" name="fake" value="a &amp; &quot;b&quot;&#10;c&#9;d"/>
                </instance_attributes>
                <meta_attributes id="one-m"><nvpair id="one-prio" name="priority" value="5"/></meta_attributes>
                <utilization id="one-u"><nvpair id="one-cpu" name="cpu" value="1"/></utilization>
                <operations id="one-ops"><op id="one-s" name="start" interval="0">\
        <meta_attributes id="one-sm"><nvpair id="one-smt" name="timeout" value="60s"/></meta_attributes></op>\
        </operations>
              </primitive>
              <primitive id="two" class="ocf" provider="pacemaker" type="Dummy">
                <meta_attributes id-ref="one-m"/>
                <operations id-ref="one-ops"/>
              </primitive>
              <group id="grp"><primitive id="g1" class="lsb" type="g1"/><primitive id="g2" class="systemd" type="g2"/>\
        <meta_attributes id="grp-m"><nvpair id="grp-mr" name="target-role" value="Started"/></meta_attributes></group>
              <clone id="cln"><group id="cg"><primitive id="c1" class="lsb" type="c1"/></group></clone>
              <master id="mst"><primitive id="m1" class="ocf" provider="pacemaker" type="Stateful"/></master>
              <bundle id="bnd"><docker image="x:latest" replicas="2"/><network ip-range-start="10.0.0.1">\
        <port-mapping id="bnd-p" port="80"/></network></bundle>
            </resources>
            <constraints>
              <rsc_location id="l1" rsc="one" node="pm01" score="-INFINITY"/>
              <rsc_location id="l2" rsc-pattern="^g"><rule id="l2-r" score-attribute="pingd" role="Promoted">
                <expression id="l2-e" attribute="pingd" operation="gt" value="0" type="number"/>
                <rule id="l2-n" boolean-op="or"><rsc_expression id="l2-x" class="ocf"/>\
        <op_expression id="l2-o" name="monitor"/></rule></rule></rsc_location>
              <rsc_colocation id="c" score="INFINITY">\
        <lifetime><rule id="lt" score="0"><expression id="lte" attribute="a" operation="defined"/></rule></lifetime>\
        <resource_set id="cs" sequential="false"><resource_ref id="one"/><resource_ref id="two"/></resource_set>\
        </rsc_colocation>
              <rsc_order id="o" first="one" then="two" kind="Optional" symmetrical="false"/>
              <rsc_ticket id="t" rsc="one" ticket="tk" loss-policy="fence"/>
            </constraints>
            <fencing-topology><fencing-level id="f1" target="pm01" index="1" devices="st"/></fencing-topology>
            <acls><acl_role id="r"><acl_permission id="p" kind="read" xpath="/cib"/></acl_role>\
        <acl_target id="u"><role id="r"/></acl_target></acls>
            <tags><tag id="tg"><obj_ref id="one"/><obj_ref id="two"/></tag></tags>
            <alerts><alert id="al" path="/bin/true"><recipient id="alr" value="x"/></alert></alerts>
            <rsc_defaults><meta_attributes id="rd"><nvpair id="rds" name="resource-stickiness" value="100"/>\
        </meta_attributes></rsc_defaults>
            <op_defaults><meta_attributes id="od"><nvpair id="odt" name="timeout" value="30s"/>\
        </meta_attributes></op_defaults>
          </configuration>
          <status>
            <node_state id="1" uname="pm01" in_ccm="true" crmd="online" join="member" expected="member">
              <transient_attributes id="1"><instance_attributes id="status-1">\
        <nvpair id="status-1-pingd" name="pingd" value="100"/></instance_attributes></transient_attributes>
              <lrm id="1"><lrm_resources><lrm_resource id="one" class="ocf" provider="heartbeat" type="Dummy">
                <lrm_rsc_op id="one_last_0" operation_key="one_start_0" operation="start" crm-debug-origin="do_update" \
        crm_feature_set="3.16.1" transition-key="3:1:0:0a-1" transition-magic="0:0;3:1:0:0a-1" exit-reason="" \
        on_node="pm01" call-id="10" rc-code="0" op-status="0" interval="0" last-rc-change="1700000000" \
        exec-time="12" queue-time="0" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8" op-force-restart=" state " \
        op-restart-digest="f2317cad3d54cec5d7d7aa7d0bf35cf9"/>
                <lrm_rsc_op id="one_monitor_10000" operation="monitor" transition-key="4:1:0:0a-1" \
        transition-magic="-1:193;4:1:0:0a-1" call-id="x" rc-code="193" op-status="-1" interval="10000"/>
              </lrm_resource></lrm_resources></lrm>
            </node_state>
            <tickets><ticket_state id="tk" granted="true"/></tickets>
          </status>
        </cib>
        """

    static func read(_ text: String) throws -> CIB { try CIBReader.read(Array(text.utf8)) }

    static func written(_ cib: CIB) -> String { String(decoding: CIBWriter.write(cib), as: UTF8.self) }

    /// A small one of today's form, with these parts in its sections.
    static func small(
        schema: String = "pacemaker-3.9", properties: String = "", resources: String = "", constraints: String = "",
        more: String = ""
    ) -> String {
        """
        <cib validate-with="\(schema)" epoch="5" num_updates="9" admin_epoch="0">
          <configuration>
            <crm_config><cluster_property_set id="o"><nvpair id="o-f" name="stonith-enabled" value="false"/>
              \(properties)</cluster_property_set></crm_config>
            <nodes><node id="1" uname="pm01"/></nodes>
            <resources><primitive id="db" class="ocf" provider="pacemaker" type="Dummy"/>
              \(resources)</resources>
            <constraints>
              \(constraints)</constraints>
            \(more)
          </configuration>
          <status/>
        </cib>
        """
    }

    /// What Debian's crm_verify ends with, and all it prints.
    static func peerVerdict(_ text: String) throws -> ProcessRun {
        let folder = try TemporaryFolder()
        let file = try folder.write("cib.xml", text)
        return try ProcessRun.run("/usr/sbin/crm_verify", ["-x", file, "-V"])
    }

    /// Empty where it follows Pacemaker's schema.
    static func schemaErrors(_ text: String) throws -> String {
        let folder = try TemporaryFolder()
        let file = try folder.write("cib.xml", text)
        let run = try ProcessRun.run(
            "/usr/bin/xmllint", ["--noout", "--relaxng", "/usr/share/pacemaker/pacemaker-3.9.rng", file])
        return run.status == 0 ? "" : run.errors
    }
}
