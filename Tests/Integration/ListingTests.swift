import TestRig
import Testing

@Suite(.waiting) struct ListingTests {
    @Test func nativeTypesAreListedOnceAndTheHiddenScriptApart() throws {
        let run = try Stage.shared.stonith(["-L"])
        let types = run.output.split(separator: "\n")
        #expect(run.status == 0)
        #expect(types.filter { $0 == "external/ipmi" }.count == 1)
        #expect(types.contains("script/ipmi"))
        #expect(types.contains("null"))
        #expect(types == types.sorted())
    }
}
