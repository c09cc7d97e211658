import CibXML
import ClusterModel
import Testing

/// Each is refused whole, with its place.
@Suite struct BadInputTests {
    private static func text(_ bytes: [UInt8]) -> String {
        do throws(CIBError) {
            _ = try CIBReader.read(bytes)
            return "read"
        } catch {
            return error.text
        }
    }

    private static func text(_ xml: String) -> String { text(Array(xml.utf8)) }

    @Test(arguments: [
        ("BZh91AY&SY", "this is a packed file; unpack it first, with bunzip2"),
        ("", "line 1: this is no XML in UTF-8; convert it, or look what file this is"),
        ("node a\n", "line 1: this is no XML in UTF-8; convert it, or look what file this is"),
        (
            "<cib>\n<configuration>\n</cib>",
            "line 3: not well-formed XML: Opening and ending tag mismatch: configuration "
                + "line 2 and cib"
        ),
        ("<cib>\n<configuration>", "line 2: not well-formed XML: Premature end of data in tag configuration line 2"),
        ("<cib a=\"1\" a=\"2\"/>", "line 1: not well-formed XML: Attribute a redefined"),
        ("<cib a=\"&foo;\"/>", "line 1: not well-formed XML: Entity 'foo' not defined"),
        ("<cib/><cib/>", "line 1: not well-formed XML: Extra content at the end of the document"),
        ("<cob/>", "line 1: the outermost element is <cob>, and must be <cib>"),
        (
            "<!DOCTYPE cib SYSTEM \"/etc/passwd\">\n<cib/>",
            "line 1: a document type declaration (<!DOCTYPE>) is never read; remove it"
        ),
        (
            "<!DOCTYPE cib [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><cib a=\"&a;\"/>",
            "line 1: a document type declaration (<!DOCTYPE>) is never read; remove it"
        ),
        (
            "<x:cib xmlns:x=\"urn:x\"/>",
            "line 1: <x:cib>: x:cib is in a namespace, and a CIB knows none; remove the prefix"
        ),
        (
            "<cib><configuration><resources>\nhello</resources></configuration></cib>",
            "line 1: <resources>: text (\"\nhello\") stands where only elements may"
        ),
        (
            "<cib><configuration><resources>\n<clone id=\"c\"/></resources></configuration></cib>",
            "line 2: <clone id=\"c\">: there is no primitive or group in it"
        ),
        (
            "<cib><configuration><tags>\n<tag><foo/></tag></tags></configuration></cib>",
            "line 2: <tag>: the attribute id is missing"
        ),
    ])
    func isRefused(_ xml: String, _ expected: String) { #expect(Self.text(xml) == expected) }

    @Test func anIdThatStandsTwice() {
        let xml = SampleCIB.small(
            resources: "\n<group id=\"db\"><primitive id=\"x\" class=\"lsb\" type=\"x\"/></group>")
        #expect(
            Self.text(xml) == "line 8: <group id=\"db\">: the id db stands already in line 6; each must be different")
        let node = SampleCIB.small(resources: "<primitive id=\"1\" class=\"lsb\" type=\"x\"/>")
        #expect(Self.text(node) == "read", "ids of nodes are apart")
    }

    @Test func encodings() {
        let utf16 = Array("<cib/>".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        #expect(Self.text([0xFF, 0xFE] + utf16).contains("this is no XML in UTF-8"))
        #expect(Self.text(utf16).contains("this is no XML in UTF-8"))
        #expect(
            Self.text([0x3C] + Array("cib a=\"".utf8) + [0xFF, 0xFE, 0x22, 0x2F, 0x3E]).hasPrefix(
                "line 1: not well-formed XML: Input is not proper UTF-8"))
        #expect(Self.text("<?xml version=\"1.0\" encoding=\"martian\"?><cib/>").contains("line 1: not well-formed"))
        #expect(Self.text("<cib a=\"\u{0}\"/>").contains("not well-formed"))
    }

    @Test func elementsThatStandTooDeep() {
        let deep = String(repeating: "<rule id=\"r\">\n", count: 200)
        let expected = "line 127: <rule>: more than 128 elements stand in each other"
        #expect(Self.text("<cib><status>" + deep) == expected)
    }
}
