import ClusterModel
import Testing

@Suite struct NodeNameTests {
    @Test(arguments: [("pm01", "pm01"), ("PM01.Example.COM", "pm01.example.com"), ("a", "a"), ("x_y-z.9", "x_y-z.9")])
    func aNameIsKeptInLowerCase(text: String, kept: String) {
        #expect(NodeName(text)?.description == kept)
    }

    @Test(arguments: ["", "pm 01", "pm/01", "pm01\n", "pm01\0", "knöten", "a;b", "$(id)", "pm01:1", "*", "é"])
    func whatIsNoNameIsRefused(text: String) {
        #expect(NodeName(text) == nil)
    }

    @Test func aNameHas255BytesAtMost() {
        #expect(NodeName(String(repeating: "n", count: 255)) != nil)
        #expect(NodeName(String(repeating: "n", count: 256)) == nil)
    }

    @Test func namesThatDifferInCaseAreOneNode() {
        #expect(NodeName("PM01") == NodeName("pm01"))
        #expect(NodeName("pm01") != NodeName("pm02"))
    }
}
