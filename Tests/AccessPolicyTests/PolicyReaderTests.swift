import AccessPolicy
import ClusterModel
import Testing

/// What a policy's lines say, and what is wrong with them.
@Suite struct PolicyReaderTests {
    private static func rules(_ text: String) -> [PolicyRule] { PolicyReader.read(text).rules }

    private static func remarks(_ text: String) -> [String] {
        PolicyReader.read(text).remarks.map { "\($0.line):\($0.column) \($0.text)" }
    }

    @Test func eachKindOfLine() {
        let rules = Self.rules(
            "# who\n\nuser alice fence monitor # at night\n  group\t70 act\nother read\nuser 1000 none\r\n")
        #expect(
            rules == [
                PolicyRule(subject: .user(.name("alice")), rights: [.fence, .monitor], line: 3, column: 6),
                PolicyRule(subject: .group(.number(70)), rights: .act, line: 4, column: 9),
                PolicyRule(subject: .other, rights: [.read], line: 5, column: 1),
                PolicyRule(subject: .user(.number(1000)), rights: [], line: 6, column: 6),
            ])
        #expect(Self.remarks("user alice#fence\n") == ["1:6 no right is given"])
        #expect(Self.rules("user alice fence#monitor").map(\.rights) == [[.fence]])
    }

    @Test func everyRightIsAWord() {
        for right in Right.allCases { #expect(Self.rules("other \(right.rawValue)").map(\.rights) == [[right]]) }
    }

    @Test(arguments: [
        ("usr alice fence", "1:1 “usr” begins no line of a policy"),
        ("\n user", "2:2 user without a name"),
        ("user alice", "1:6 no right is given"),
        ("other", "1:1 no right is given"),
        ("user alice fense read", "1:12 “fense” is no right"),
        ("user fence", "1:6 “fence” names no user"),
        ("user a:b act", "1:6 “a:b” names no user"),
        ("user 4294967295 act", "1:6 “4294967295” names no user"),
        ("group 99999999999999999999 act", "1:7 “99999999999999999999” names no group"),
        ("other none read", "1:7 none stands beside other rights"),
        ("user ä none act", "1:8 none stands beside other rights"),
        ("other read\nother act", "2:1 line 1 is about the same"),
        ("user bob read\nuser bob act", "2:6 line 1 is about the same"),
        ("user \u{1B}[1m act", "1:6 “\u{FFFD}[1m” names no user"),
    ])
    func aMistakeHasItsPlace(text: String, remark: String) {
        #expect(Self.remarks(text) == [remark])
        #expect(PolicyReader.read(text).hasMistakes)
    }

    @Test func everyMistakeIsNamedAtOnce() {
        #expect(
            Self.remarks("usr a read\nuser a\nother reed rite\n").map { $0.prefix(4) } == [
                "1:1 ", "2:6 ", "3:7 ", "3:12",
            ])
    }

    @Test func bytesThatAreNoPolicy() {
        #expect(PolicyReader.read([0xFF, 0x0A, 0x00]).remarks.map(\.line) == [1, 2])
        #expect(PolicyReader.read([UInt8](repeating: 10, count: PolicyReader.bytesMax + 1)).hasMistakes)
        #expect(PolicyReader.read(Array(String(repeating: "x\n", count: 5000).utf8)).remarks.count == 100)
        #expect(PolicyReader.read((1...1001).map { "user \($0) read\n" }.joined()).hasMistakes)
    }

    @Test func aSlipIsNamed() {
        #expect(PolicyReader.read("other fense").remarks.map(\.advice) == ["did you mean fence?"])
    }

    @Test func aRemarkIsOneToGoTo() throws {
        let remark = try #require(PolicyReader.read("other sleep").remarks.first)
        #expect(
            remark.rendered(file: "/etc/stonith/policy")
                == "/etc/stonith/policy:1:7: mistake: “sleep” is no right\n"
                + "    write none, act, or some of read, fence, cancel, confirm, release, monitor")
    }
}
