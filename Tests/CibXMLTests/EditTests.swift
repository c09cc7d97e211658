import CibXML
import ClusterModel
import Testing

@Suite struct EditTests {
    private static func edit() throws -> CIBEdit { try CIBEdit(element(SampleCIB.small())) }
    private static func element(_ text: String) throws -> XMLElement { try CIBReader.tree(Array(text.utf8)) }

    @Test func aPlaceIsFoundByNameAndId() throws {
        var edit = try Self.edit()
        try edit.modify(Self.element("<nvpair id=\"o-f\" value=\"true\"/>"), in: .whole, mayCreate: false)
        #expect(edit.root[["configuration", "crm_config", "cluster_property_set", "nvpair"]]?["value"] == "true")
        let result = try edit.result()
        #expect(result["epoch"] == "6" && result["num_updates"] == "0")
        #expect(throws: CIBEdit.Failure.missing) {
            try edit.modify(Self.element("<nvpair id=\"other\"/>"), in: .whole, mayCreate: false)
        }
    }

    @Test func nothingChangedIsNoNewVersion() throws {
        var edit = try Self.edit()
        edit.delete(try Self.element("<primitive id=\"nope\"/>"), in: .whole)
        let result = try edit.result()
        #expect(result == edit.root && result["epoch"] == "5" && result["num_updates"] == "9")
    }

    @Test func countersCount() throws {
        var edit = try Self.edit()
        try edit.modify(
            Self.element("<cib admin_epoch=\"admin_epoch++\" epoch=\"epoch+=5\"/>"), in: .whole, mayCreate: false)
        let result = try edit.result()
        #expect(result["admin_epoch"] == "1" && result["epoch"] == "10" && result["num_updates"] == "10")
        try edit.modify(Self.element("<cib epoch=\"epoch+=9223372036854775807\"/>"), in: .whole, mayCreate: false)
        #expect(edit.root["epoch"] == "1000000")
    }

    /// A trap before, or an epoch of 1.
    @Test(arguments: ["9223372036854775807", "99999999999999999999999", "-1", "x"])
    func whatCannotBeCountedIsRefused(_ number: String) throws {
        var root = try Self.element(SampleCIB.small())
        for name in ["admin_epoch", "epoch", "num_updates"] { root[name] = number }
        var edit = CIBEdit(root)
        #expect(throws: CIBError.self) { try edit.bump() }
        #expect(throws: CIBError.self) { try edit.erase() }
        edit.delete(try Self.element("<nvpair id=\"o-f\"/>"), in: .whole)
        #expect(throws: CIBError.self) { try edit.result() }
        root["validate-with"] = "pacemaker-3.0"
        var upgrade = CIBEdit(root)
        #expect(throws: CIBError.self) { try upgrade.upgrade() }
        let isWhole = number.hasPrefix("92")
        #expect(try CIBReview.grammarFindings(CIBWriter.write(root)).isEmpty == isWhole)
    }

    @Test func counterOfNoNumberBeginsAtOne() throws {
        var edit = try Self.edit()
        try edit.modify(Self.element("<nvpair id=\"o-f\" value=\"value++\"/>"), in: .whole, mayCreate: false)
        #expect(edit.root[["configuration", "crm_config", "cluster_property_set", "nvpair"]]?["value"] == "1")
    }

    @Test func sectionsThatAreNotThereAreMade() throws {
        var edit = try Self.edit()
        try edit.create(Self.element("<tag id=\"t\"><obj_ref id=\"db\"/></tag>"), in: .section("tags"))
        #expect(edit.root[["configuration", "tags", "tag"]]?["id"] == "t")
        #expect(throws: CIBEdit.Failure.exists) {
            try edit.create(Self.element("<tag id=\"t\"/>"), in: .section("tags"))
        }
    }

    @Test func anOlderOneIsRefused() throws {
        var edit = try Self.edit()
        let old = try Self.element("<cib admin_epoch=\"0\" epoch=\"4\" num_updates=\"99\"/>")
        let versions = (
            CIBVersion(adminEpoch: 0, epoch: 4, updates: 99), CIBVersion(adminEpoch: 0, epoch: 5, updates: 9)
        )
        #expect(throws: CIBEdit.Failure.older(versions.0, than: versions.1)) { try edit.replace(old, in: .whole) }
    }

    @Test func placesByXPath() throws {
        let root = try Self.element(SampleCIB.full)
        let places = try XPath.places("//primitive[@class='lsb']", in: root)
        #expect(
            places.map { XPath.path(to: $0, in: root) } == [
                "/cib/configuration/resources/group[@id='grp']/primitive[@id='g1']",
                "/cib/configuration/resources/clone[@id='cln']/group[@id='cg']/primitive[@id='c1']",
            ])
        #expect(try XPath.places("//op/@timeout", in: root).map { root[$0]?["id"] } == ["tmpl-m"])
        #expect(try XPath.places("/", in: root) == [[]])
        #expect(try XPath.places("count(//op)", in: root) == [])
        #expect(throws: XPath.Failure.self) { try XPath.places("//op[", in: root) }
        var edit = CIBEdit(root)
        edit.delete(at: try XPath.places("//nvpair", in: root))
        #expect(try XPath.places("//nvpair", in: edit.root) == [])
    }
}
