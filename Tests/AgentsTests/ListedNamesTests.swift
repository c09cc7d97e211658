import Agents
import Testing

@Suite struct ListedNamesTests {
    @Test(
        arguments: [
            (["Web", "web"], "web", "web"), (["web", "Web"], "Web", "Web"), (["Web"], "web", "Web"),
            (["Web", "Web"], "web", "Web"), (["Web", "WEB"], "web", nil), (["Web"], "db", nil), ([], "web", nil),
        ] as [([String], String, String?)])
    func oneSpellingIsMeantOrNone(names: [String], wanted: String, name: String?) {
        #expect(ListedNames(names).name(of: wanted) == name)
    }
}
