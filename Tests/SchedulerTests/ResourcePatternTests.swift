import ClusterModel
import Testing

@testable import Scheduler

/// `rsc-pattern` means what a POSIX extended regular expression means.
@Suite struct ResourcePatternTests {
    @Test(arguments: [
        ("web", "my-web-1", true), ("^web", "my-web-1", false), ("[0-9]$", "web1", true), ("w.b", "wb", false),
        ("^(a|bc)+$", "abcbca", true), ("^(a|bc)+$", "abcb", false), ("a{2,3}$", "xaa", true),
        ("^a{2,3}$", "aaaa", false),
        ("^[^0-9]*$", "web", true), ("[[:digit:]]{2}", "web12", true), ("x?y", "y", true), ("a\\.b", "axb", false),
        ("!web", "db", true), ("!web", "web", false), ("^$", "", true),
    ])
    func matches(_ pattern: String, _ id: String, _ expected: Bool) throws {
        #expect(try ResourcePattern(pattern, of: "l").matches(id) == expected)
    }

    @Test(arguments: ["(", "a{3,2}", "[a", "*a", "[z-a]", "(((a{200}){200}){200})"])
    func isRefused(_ pattern: String) {
        #expect(throws: Refusal.self) { _ = try ResourcePattern(pattern, of: "l") }
    }

    /// Patterns that take others exponential time take this one steps times length.
    @Test func staysQuick() throws {
        let pattern = try ResourcePattern("^(a+)+(a+)+(a+)+$", of: "l")
        #expect(!pattern.matches(String(repeating: "a", count: 2000) + "b"))
    }
}
