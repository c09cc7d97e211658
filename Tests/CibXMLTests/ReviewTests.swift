import CibXML
import ClusterModel
import Testing

/// What is found in a configuration, beside what Debian's crm_verify thinks of it.
@Suite struct ReviewTests {
    struct Case: Sendable {
        var xml: String
        var line: Int
        var text: String
        /// The peer refuses it as well; else it says nothing.
        var isRefused = true
    }

    private static let dummy = #"class="ocf" provider="pacemaker" type="Dummy""#

    private static func resource(_ inside: String) -> String {
        SampleCIB.small(resources: "<primitive id=\"a\" \(dummy)>\n\(inside)</primitive>")
    }

    private static func constraint(_ xml: String, _ resources: String = "") -> String {
        SampleCIB.small(resources: resources, constraints: xml)
    }

    static let grammar = [
        Case(xml: resource("<foo/>"), line: 8, text: "<foo>: it may not stand in <primitive>"),
        Case(
            xml: SampleCIB.small(resources: "<primitive id=\"a\" clas=\"lsb\" type=\"x\"/>"), line: 7,
            text: "<primitive id=\"a\">: it has no attribute clas"),
        Case(
            xml: SampleCIB.small(resources: "<primitive id=\"a\" class=\"ocf\" type=\"x\"/>"), line: 7,
            text: "<primitive id=\"a\">: an agent of class ocf has a provider, and none is named"),
        Case(
            xml: SampleCIB.small(resources: "<group id=\"g\"/>"), line: 7,
            text: "<group id=\"g\">: there is no primitive in it"),
        Case(
            xml: resource(
                "<meta_attributes id=\"m\"><nvpair id=\"x\" name=\"a\"/><nvpair id=\"x\" name=\"b\"/></meta_attributes>"
            ),
            line: 8, text: "<nvpair id=\"x\">: the id stands already in line 8"),
        Case(
            xml: resource("<meta_attributes id-ref=\"nope\"/>"), line: 8,
            text: "<meta_attributes>: id-ref names \"nope\", and nothing has that id"),
        Case(
            xml: resource("<operations><op id=\"o2\" name=\"monitor\"/></operations>"), line: 8,
            text: "<op id=\"o2\">: the attribute interval is missing"),
        Case(
            xml: resource(
                "<operations><op id=\"o2\" name=\"monitor\" interval=\"1\" on-fail=\"explode\"/></operations>"),
            line: 8,
            text: "<op id=\"o2\">: on-fail is \"explode\""),
        Case(
            xml: constraint("<rsc_location id=\"l\" rsc=\"nope\" node=\"pm01\" score=\"5\"/>"), line: 9,
            text: "<rsc_location id=\"l\">: rsc names \"nope\", and nothing has that id"),
        Case(
            xml: constraint("<rsc_location id=\"l\" rsc=\"db\" node=\"pm01\" score=\"abc\"/>"), line: 9,
            text: "<rsc_location id=\"l\">: score is \"abc\""),
        Case(
            xml: constraint("<rsc_location id=\"l\" rsc=\"db\" node=\"pm01\"/>"), line: 9,
            text: "<rsc_location id=\"l\">: it has no score, and no rule"),
        Case(
            xml: constraint("<rsc_colocation id=\"l\" rsc=\"db\" score=\"5\"/>"), line: 9,
            text: "<rsc_colocation id=\"l\">: it has no with-rsc, and no resource_set"),
        Case(
            xml: constraint("<rsc_location id=\"l\" rsc=\"db\"><rule id=\"r\" score=\"5\"/></rsc_location>"), line: 9,
            text:
                "<rule id=\"r\">: there is no date_expression or expression or op_expression or rsc_expression or rule "
                + "in it"),
        Case(
            xml: SampleCIB.small(
                more: "<fencing-topology><fencing-level id=\"f\" target=\"a\" index=\"0\" devices=\"d\"/>"
                    + "</fencing-topology>"),
            line: 10, text: "<fencing-level id=\"f\">: index is \"0\""),
    ]

    @Test(arguments: grammar) func grammarIsHeld(_ this: Case) throws {
        let findings = try CIBReview.findings(Array(this.xml.utf8))
        #expect(findings.first?.text == this.text)
        #expect(findings.first?.line == this.line)
        #expect(findings.first?.severity == .mistake)
        #expect(try SampleCIB.peerVerdict(this.xml).status == 78)
    }

    static let meaning = [
        Case(
            xml: SampleCIB.small(properties: "<nvpair id=\"q\" name=\"no-quorum-policy\" value=\"abc\"/>"), line: 4,
            text: "Using default value for cluster option 'no-quorum-policy' because 'abc' is invalid"),
        Case(
            xml: resource(
                "<meta_attributes id=\"m\"><nvpair id=\"x\" name=\"target-role\" value=\"abc\"/></meta_attributes>"),
            line: 8, text: "Ignoring 'target-role' for a because 'abc' is not valid"),
        Case(
            xml: resource(
                "<operations><op id=\"o2\" name=\"monitor\" interval=\"9\"/>"
                    + "<op id=\"o3\" name=\"monitor\" interval=\"9\"/></operations>"),
            line: 8,
            text: "Operation o3 is duplicate of o2 (do not use same name and interval combination more than once per "
                + "resource)"),
        Case(
            xml: SampleCIB.small(resources: "<primitive id=\"a\" template=\"a\"/>"), line: 7,
            text: "The resource object 'a' should not reference itself"),
        Case(
            xml: SampleCIB.small().replacing("value=\"false\"", with: "value=\"true\""), line: 0,
            text: "Resource start-up disabled since no STONITH resources have been defined"),
        Case(
            xml: resource("<operations><op id=\"o2\" name=\"monitor\" interval=\"abc\"/></operations>"), line: 8,
            text: "<op id=\"o2\">: interval \"abc\" is no time, and ignored", isRefused: false),
        Case(
            xml: constraint("<rsc_location id=\"l\" rsc=\"db\" node=\"pm09\" score=\"2000000\"/>"), line: 9,
            text: "<rsc_location id=\"l\">: pm09 is no node", isRefused: false),
        Case(
            xml: constraint("<rsc_location id=\"l\" rsc=\"db\" node=\"pm01\" score=\"99999999999999999999\"/>"),
            line: 9,
            text: "<rsc_location id=\"l\">: the score 99999999999999999999 counts as INFINITY", isRefused: false),
        Case(
            xml: constraint(
                "<rsc_order id=\"x\" first=\"db\" then=\"a\"/>\n<rsc_order id=\"y\" first=\"a\" then=\"db\"/>",
                "<primitive id=\"a\" \(dummy)/>"), line: 10, text: "db, a wait for each other", isRefused: false),
        Case(
            xml: constraint(
                "<rsc_colocation id=\"x\" rsc=\"db\" with-rsc=\"a\" score=\"INFINITY\"/>\n"
                    + "<rsc_colocation id=\"y\" rsc=\"a\" with-rsc=\"db\" score=\"INFINITY\"/>",
                "<primitive id=\"a\" \(dummy)/>"), line: 10, text: "a, db depend on each other's place",
            isRefused: false),
        Case(
            xml: SampleCIB.small(more: "<tags><tag id=\"t\"><obj_ref id=\"nope\"/></tag></tags>"), line: 10,
            text: "<tag id=\"t\">: nope is nothing", isRefused: false),
        Case(
            xml: SampleCIB.small(
                more: "<fencing-topology><fencing-level id=\"f\" target=\"pm01\" index=\"1\" devices=\"d\"/>"
                    + "</fencing-topology>"),
            line: 10, text: "<fencing-level id=\"f\">: d is no resource", isRefused: false),
    ]

    @Test(arguments: meaning) func meaningIsLookedAt(_ this: Case) throws {
        let finding = try CIBReview.findings(Array(this.xml.utf8)).first { $0.text == this.text }
        #expect(finding?.line == this.line)
        #expect(finding?.severity == (this.isRefused ? .mistake : .warning))
        let peer = try SampleCIB.peerVerdict(this.xml)
        #expect(peer.status == (this.isRefused ? 78 : 0))
        if this.isRefused { #expect(peer.errors.contains(this.text)) }
    }

    @Test func whatIsRightHasNoFindings() throws {
        let xml = SampleCIB.full.replacing("id-ref=\"one-m\"", with: "id=\"two-m\"")
        #expect(try CIBReview.findings(Array(xml.utf8)) == [])
        let old = UpgradeTests.old("pacemaker-1.2").replacing("requires=\"fencing\"", with: "requires=\"quorum\"")
        #expect(try CIBReview.findings(Array(old.utf8)) == [])
        #expect(try CIBReview.findings(Array(SampleCIB.small().utf8)) == [])
    }

    @Test func aReferenceOfAnotherKind() throws {
        let xml = Self.resource("<meta_attributes id-ref=\"a\"/>")
        #expect(
            try CIBReview.findings(Array(xml.utf8)).map(\.text) == [
                "<meta_attributes id-ref=\"a\">: no meta_attributes has that id"
            ])
    }

    @Test func aConstraintOnWhatIsNoResource() throws {
        let xml = Self.constraint("<rsc_location id=\"l\" rsc=\"o\" node=\"pm01\" score=\"5\"/>")
        let text = "<rsc_location id=\"l\">: rsc names o, which is no resource, template or tag"
        #expect(try CIBReview.findings(Array(xml.utf8)).first?.text == text)
    }

    @Test func aRuleThatNamesOneAroundIt() throws {
        let xml = Self.constraint(
            "<rsc_location id=\"l\" rsc=\"db\"><rule id=\"r\" score=\"5\"><rule id-ref=\"r\"/></rule></rsc_location>")
        let text = "<rule id=\"r\">: it refers to itself, be it by others"
        #expect(try CIBReview.findings(Array(xml.utf8)).first?.text == text)
    }

    @Test func schemasThatNobodyKnows() throws {
        let unknown = try CIBReview.findings(Array(SampleCIB.small(schema: "pacemaker-9.9").utf8))
        #expect(unknown.first?.text == "<cib>: validate-with is \"pacemaker-9.9\", a schema that nobody here knows")
        let none = try CIBReview.findings(Array(SampleCIB.small(schema: "none").utf8))
        #expect(none.first?.severity == .warning)
    }

    /// A hundred thousand mistakes take no longer than reading them.
    @Test func findingsAreBounded() throws {
        let constraints = (0..<100_000).map { "<rsc_order id=\"x\($0)\" first=\"n\($0)\" then=\"db\"/>\n" }.joined()
        let findings = try CIBReview.findings(Array(SampleCIB.small(constraints: constraints).utf8))
        #expect(findings.count == 500)
    }

    /// A ring of orders as long as a chain may be.
    @Test func longLoopsAreFound() throws {
        let resources = (0..<5000).map { "<primitive id=\"r\($0)\" class=\"lsb\" type=\"x\"/>\n" }.joined()
        let orders = (0..<5000).map { "<rsc_order id=\"x\($0)\" first=\"r\($0)\" then=\"r\(($0 + 1) % 5000)\"/>\n" }
        let xml = SampleCIB.small(resources: resources, constraints: orders.joined())
        let findings = try CIBReview.findings(Array(xml.utf8))
        #expect(findings.count == 1 && findings[0].text.hasSuffix("r4999 wait for each other"))
    }
}
