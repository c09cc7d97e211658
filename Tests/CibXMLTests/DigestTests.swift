import CibXML
import ClusterModel
import TestRig
import Testing

@Suite struct DigestTests {
    private static let texts = [
        "<a/>", "<a x=\"1&amp;2&lt;3&gt;4&quot;5'6\"/>", "<a x=\"1&#10;2&#9;3&#13;4\"/>", "<a x=\"é日本\"/>",
        "<a x=\"1\u{7f}2\"/>", "<a><b> </b><c></c> <d>\n<e/></d></a>",
        "<a>text</a>", "<a> <!-- c --> <b/> </a>", SampleCIB.full, SampleCIB.small(),
        "<cib crm_feature_set=\"3.0.4\" epoch=\"1\" cib-last-written=\"x\"/>",
        "<cib crm_feature_set=\"3.0.5\" epoch=\"1\" cib-last-written=\"x\" update-user=\"a\">"
            + "<b crm-debug-origin=\"c\"/></cib>",
    ]

    @Test(arguments: texts) func digestsAreThePeers(_ text: String) throws {
        let element = try CIBReader.tree(Array(text.utf8))
        for (option, bytes) in [("-5", DigestText.ofFile(element)), ("-6", DigestText.versioned(element))] {
            let run = try ProcessRun.run("/usr/sbin/cibadmin", [option, "-X", text])
            #expect(run.output == MD5.hex(of: bytes) + "\n", "\(option)")
        }
    }
}
