import CibXML
import ClusterModel
import CrmSyntax
import TestRig
import Testing

/// A text that says nothing changes nothing of a CIB; nor does one that speaks of something else.
@Suite struct IdentityTests {
    private static func configuration(_ resources: String, _ rest: String = "") throws -> CIBConfiguration {
        let text =
            "<cib validate-with=\"pacemaker-3.9\" epoch=\"1\" num_updates=\"0\" admin_epoch=\"0\"><configuration>"
            + "<crm_config/><nodes/><resources>\(resources)</resources><constraints/>\(rest)"
            + "</configuration><status/></cib>"
        return try CIBReader.read(Array(text.utf8)).configuration
    }

    private static let dummy = #"class="ocf" provider="pacemaker" type="Dummy""#
    private static let web = "<primitive id=\"web\" \(dummy)/>"

    private static let user = "<acls><acl_role id=\"r\"/><acl_target id=\"web\"><role id=\"r\"/></acl_target></acls>"
    private static let group = "<acls><acl_role id=\"r\"/><acl_target id=\"t\"/><acl_group id=\"t\"/></acls>"
    private static let twice = "<acls><acl_target id=\"t\"/><acl_target id=\"t\"/></acls>"
    private static let alert = "<alerts><alert path=\"/a\" id=\"a\"><!-- kept --></alert></alerts><tags/>"
    private static let both =
        "<alerts><alert id=\"a\" path=\"/a\"/></alerts><acls><!-- kept --><acl_role id=\"r\"/></acls>"
    private static let bundle =
        "<bundle id=\"b\"><!-- one --><podman image=\"x\"/><primitive id=\"p\" \(dummy)><!-- two --><operations/>"
        + "<meta_attributes id=\"m\"/></primitive><!-- three --></bundle>"
    private static let deep: String = "<bundle id=\"b\"><podman image=\"x\"/>" + nested("") + "</bundle>"
    private static let members =
        "<group id=\"g\"><primitive id=\"a\" \(dummy)/><primitive id=\"c\" \(dummy)/></group>"

    private static func nested(_ text: String) -> String {
        String(repeating: "<x>", count: 40) + text + String(repeating: "</x>", count: 40)
    }

    private static let kept: [(String, String)] = [
        (web, user), (web, group), (web, twice), (web, alert), (web, both), (bundle, ""), (deep, ""), (members, ""),
    ]

    @Test(arguments: kept)
    func whatIsReadStays(_ resources: String, _ rest: String) throws {
        let base = try Self.configuration(resources, rest)
        #expect(ClusterReading([], onto: base, by: .update).configuration == base)
        let more = ClusterReading(Array("node n1\n".utf8), onto: base, by: .update)
        #expect(!more.hasMistakes && more.configuration.nodes.count == 1)
        var without = more.configuration
        without.nodes = []
        #expect(without == base)
    }

    @Test func aUserMayBearTheIDOfAResource() throws {
        let base = try Self.configuration(Self.web, "<acls><acl_role id=\"r\"/></acls>")
        let reading = ClusterReading(Array("acl_target web r\n".utf8), onto: base, by: .update)
        #expect(!reading.hasMistakes, "\(reading.diagnostics)")
        #expect(reading.configuration.resources == base.resources)
        let text = CrmWriter.write(reading.configuration)
        #expect(text.contains("primitive web ocf:pacemaker:Dummy\n") && text.contains("acl_target web"))
        let again = ClusterReading(Array(text.utf8))
        #expect(!again.hasMistakes && CrmWriter.write(again.configuration) == text)
        #expect(CrmDeletion(["web"], of: reading.configuration).configuration.resources.isEmpty)
    }

    private static let password = "<nvpair id=\"p\" name=\"passwd\" value=\"s3cret\"/>"
    private static let open =
        "<primitive id=\"f\" \(dummy)><instance_attributes id=\"i\"><!-- c -->\(password)"
        + "<nvpair id=\"q\" name=\"x\" value=\"a&#10;b\"/></instance_attributes></primitive>"
    private static let hidden: String = "<bundle id=\"b\"><podman image=\"x\"/>" + nested(password) + "</bundle>"

    /// In what the language cannot say, too.
    @Test(arguments: [open, hidden])
    func passwordsAreHidden(_ resource: String) throws {
        let base = try Self.configuration(resource)
        #expect(CrmWriter(base, hidesPasswords: false).text.contains("s3cret"))
        #expect(!CrmWriter(base, hidesPasswords: true).text.contains("s3cret"))
        var cib = CIB()
        cib.configuration = base.hidingPasswords
        #expect(!String(decoding: CIBWriter.write(cib), as: UTF8.self).contains("s3cret"))
    }

    @Test func aLongValueIsSavedAndRead() throws {
        let value = String(repeating: "x", count: 70_000)
        let base = try Self.configuration(
            "<primitive id=\"p\" \(Self.dummy)><instance_attributes id=\"i\">"
                + "<nvpair id=\"v\" name=\"v\" value=\"\(value)\"/>"
                + "</instance_attributes></primitive>")
        let text = CrmWriter.write(base)
        let reading = ClusterReading(Array(text.utf8))
        #expect(!reading.hasMistakes && text.hasPrefix("primitive p "))
    }

    @Test(arguments: [
        ("primitive p Dummy op monitor 10s timeout=20s", "did you mean interval=10s?"),
        ("primitive p Dummy op monitor timeout=20s depth=1", "has no interval"),
        ("primitive p Dummy op monitor interval=please", "is no time"),
        ("primitive p Dummy op monitor interval=p", "is no time"),
        ("primitive p Dummy op monitor interval=pt--", "is no time"),
        ("property", "a value is missing"),
        ("primitive p Dummy params x=1 rule #uname eq a", "before all its values"),
    ])
    func slips(_ line: String, _ words: String) {
        let reading = ClusterReading(Array("\(line)\n".utf8))
        #expect(reading.hasMistakes && reading.rendered(file: "x").contains(words), "\(reading.rendered(file: "x"))")
    }

    @Test(arguments: ["P1DT12H", "PT30S", "P1W", "20", "1 min"]) func times(_ text: String) {
        #expect(!ClusterReading(Array("primitive p Dummy op monitor interval=\"\(text)\"\n".utf8)).hasMistakes)
    }
}
