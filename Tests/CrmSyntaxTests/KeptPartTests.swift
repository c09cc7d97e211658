import CibXML
import ClusterModel
import Testing

@testable import CrmSyntax

/// What the crm shell's language has no words for comes through a change of the configuration.
@Suite struct KeptPartTests {
    private static let parts = "<!--kept--><zz c=\"d\"/>"

    private static let source = """
        <cib validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0"><configuration>\(parts)
        <crm_config zz="1"><cluster_property_set id="o" zz="1"><nvpair id="of" name="stonith-enabled" value="false" \
        zz="1">\(parts)</nvpair>\(parts)</cluster_property_set>\(parts)</crm_config>
        <nodes><node id="1" uname="pm01" zz="1">\(parts)</node>\(parts)</nodes>
        <resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy" zz="1">
        <operations zz="1"><op id="am" name="monitor" interval="10s" zz="1">\(parts)</op>\(parts)</operations>\(parts)
        </primitive><bundle id="b"><!--in the bundle--><docker image="x" zz="1">\(parts)</docker></bundle>
        \(parts)</resources>
        <constraints><rsc_location id="l" rsc="a"><rule id="lr" score="1"><expression id="le" attribute="#uname" \
        operation="eq" value="pm01" zz="1">\(parts)</expression>\(parts)</rule>\(parts)</rsc_location>
        <rsc_order id="s"><resource_set id="ss" zz="1"><resource_ref id="a" zz="1">\(parts)</resource_ref>\(parts)\
        </resource_set>\(parts)</rsc_order>\(parts)</constraints>
        <fencing-topology><fencing-level id="f" target="pm01" index="1" devices="a" zz="1">\(parts)</fencing-level>\
        \(parts)</fencing-topology>
        <acls><!--in acls--><acl_role id="r"><acl_permission id="p" kind="read" xpath="/cib"/></acl_role></acls>
        <tags><tag id="t" zz="1"><obj_ref id="a" zz="1">\(parts)</obj_ref>\(parts)</tag></tags>
        </configuration><status/></cib>
        """

    @Test func aChangeLosesNothing() throws {
        let cib = try CIBReader.read(Array(Self.source.utf8))
        let reading = ClusterReading(Array("node pm02\n".utf8), onto: cib.configuration, by: .update) { _ in [] }
        #expect(!reading.hasMistakes)
        var changed = cib
        changed.configuration = reading.configuration
        let written = String(decoding: CIBWriter.write(changed), as: UTF8.self)
        for part in ["<!--kept-->", "<zz c=\"d\"/>", " zz=\"1\"", "<!--in the bundle-->", "<!--in acls-->"] {
            #expect(count(part, written) == count(part, Self.source), "\(part) in \(written)")
        }
        // A comment behind the start of an operation, not behind the primitive.
        #expect(written.contains("zz=\"1\">\n            <!--kept-->"))
    }

    private func count(_ part: String, _ text: String) -> Int { text.ranges(of: part).count }
}
