import ClusterModel
import Testing

@Suite struct DeviceTypeTests {
    @Test(arguments: ["meatware", "external/ipmi", "script/ipmi", "external/ibmrsa-telnet", "fence_ipmilan"])
    func aTypeIsKeptAsWritten(text: String) {
        #expect(DeviceType(text)?.description == text)
    }

    @Test(arguments: [
        "", "/", "external/", "/ipmi", "other/ipmi", "external/a/b", "external/..", "external/.", "..", ".",
        "external/../ipmi", "external/a b", "external//ipmi", "script/\0", "external/ipmi\n",
    ])
    func whatCouldNameAnotherFileIsRefused(text: String) {
        #expect(DeviceType(text) == nil)
    }

    @Test func aTypeKnowsItsNameAndItsKind() throws {
        let native = try #require(DeviceType("null"))
        let external = try #require(DeviceType.external("ipmi"))
        let script = try #require(DeviceType.script("ipmi"))
        #expect(native.name == "null" && !native.isExternal && !native.isScript)
        #expect(external.name == "ipmi" && external.isExternal && !external.isScript)
        #expect(script.name == "ipmi" && script.isScript && !script.isExternal)
        #expect(external != script)
        let agent = try #require(DeviceType("fence_ipmilan"))
        #expect(agent.isAgent && agent.name == "fence_ipmilan" && !agent.isScript && !agent.isExternal)
        #expect(!native.isAgent && !external.isAgent && DeviceType("external/fence_x")?.isAgent == false)
    }

    @Test func aNameWithASlashMakesNoType() {
        #expect(DeviceType.external("a/b") == nil)
        #expect(DeviceType.script("../ipmi") == nil)
    }
}
