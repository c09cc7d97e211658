import AccessPolicy
import ClusterModel
import Testing

/// What a policy gives to whom.
@Suite struct AccessPolicyTests {
    private static let accounts = AccountTable(
        passwd: Array(
            "root:x:0:0::/root:/bin/sh\nhacluster:x:111:114::/:/bin/false\nalice:x:1000:1000::/:/bin/sh\n#\n".utf8),
        group: Array("root:x:0:\nhaclient:x:114:hacluster\noperators:x:60:alice\n".utf8))

    /// The policy of a daemon that runs as 111.
    private static func policy(_ text: String) -> AccessPolicy {
        var remarks: [Diagnostic] = []
        let rules = PolicyReader.read(text).rules
        return AccessPolicy(rules, file: "/p", ownUser: 111, accounts, remarks: &remarks)
    }

    private static func remarks(_ text: String) -> [Diagnostic] {
        var remarks: [Diagnostic] = []
        _ = AccessPolicy(PolicyReader.read(text).rules, file: "/p", ownUser: 111, accounts, remarks: &remarks)
        return remarks
    }

    @Test func withoutAFile() {
        let policy = AccessPolicy(ownUser: 111, Self.accounts)
        #expect(policy.rights(uid: 0, gids: [0]) == .act)
        #expect(policy.rights(uid: 111, gids: [5]) == .act)
        #expect(policy.rights(uid: 1000, gids: [1000, 114]) == .act)
        #expect(policy.rights(uid: 1000, gids: [1000]) == [.read])
        #expect(AccessPolicy(ownUser: 0, AccountTable(passwd: [], group: [])).rights(uid: 1, gids: [114]) == [.read])
    }

    @Test func theUnionOfAllLinesAboutThem() {
        let policy = Self.policy("user alice confirm\ngroup operators fence\ngroup 70 read\nother monitor\n")
        #expect(policy.rights(uid: 1000, gids: [1000, 60, 70]) == [.confirm, .fence, .read])
        #expect(policy.rights(uid: 1001, gids: [70]) == [.read])
        #expect(policy.rights(uid: 1001, gids: [1001]) == [.monitor])
    }

    @Test func noneKeepsOutOfWhatOthersMay() {
        let policy = Self.policy("user alice none\nother read fence\n")
        #expect(policy.rights(uid: 1000, gids: [1000]).isEmpty)
        #expect(policy.rights(uid: 1001, gids: []) == [.read, .fence])
    }

    @Test func withoutOtherThereIsNothingForOthers() {
        #expect(Self.policy("user alice act\n").rights(uid: 1001, gids: [0]).isEmpty)
    }

    @Test func rootAndTheDaemonAreNeverForgotten() {
        let policy = Self.policy("other none\n")
        #expect(policy.rights(uid: 0, gids: []) == .act && policy.rights(uid: 111, gids: []) == .act)
        #expect(Self.policy("user root read\n").rights(uid: 0, gids: []) == [.read])
    }

    @Test func aNameThatNobodyHas() {
        let warnings = Self.remarks("user bob read\nother read\ngroup wheels act")
        #expect(warnings.map(\.line) == [1, 3] && warnings.map(\.column) == [6, 7])
        #expect(warnings.allSatisfy { $0.severity == .warning })
        #expect(Self.remarks("user bob none").map(\.severity) == [.mistake], "it was to keep somebody out")
    }

    @Test func theRefusalNamesRightAndFile() {
        let text = Self.policy("other read").refusal(of: .confirm, uid: 1000)
        #expect(text == "this takes the right confirm, which /p does not give you; you are alice")
        let other = AccessPolicy(ownUser: 0, Self.accounts).refusal(of: .fence, uid: 4242)
        #expect(other.contains("haclient") && other.hasSuffix("you are uid 4242"))
    }

    @Test func theFirstOfTwoAccountsCounts() {
        let table = AccountTable(passwd: Array("a:x:7:7\na:x:8:8\nb:x:7:7\nc:x:-1:0\n:x:9:9\n\u{FF}:".utf8), group: [])
        #expect(table.users == ["a": 7, "b": 7] && table.userNames == [7: "a"])
    }
}
