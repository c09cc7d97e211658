import ClusterModel
import Foundation
import TestRig
import Testing

@testable import stonith

@Suite struct ParameterSourceTests {
    private static func positional(_ text: String, _ names: [String]) throws -> [String] {
        try ParameterSource.positional(text, names: names, option: "-p").map { "\($0.name)=\($0.value.reveal())" }
    }

    @Test(arguments: [
        ("n1 10.0.0.1", ["a=n1", "b=10.0.0.1"]),
        ("  n1\t\n 10.0.0.1  ", ["a=n1", "b=10.0.0.1  "]),
        ("n1 all that is left ", ["a=n1", "b=all that is left "]),
        ("n1 x=y", ["a=n1", "b=x=y"]),
        ("ä ö", ["a=ä", "b=ö"]),
    ])
    func valuesGoToNamesInOrder(text: String, pairs: [String]) throws {
        #expect(try Self.positional(text, ["a", "b"]) == pairs)
    }

    @Test(arguments: ["", "  ", "n1", " n1 "])
    func tooFewValuesAreRefusedWithTheNamesNeeded(text: String) {
        #expect {
            try Self.positional(text, ["a", "b"])
        } throws: { error in
            let text = (error as? ParameterSource.Failure)?.text ?? ""
            return text.contains("2 are needed: a b") && text.hasPrefix("-p")
        }
    }

    @Test func aDeviceWithoutParametersTakesNone() throws {
        #expect(try Self.positional("whatever", []).isEmpty)
    }

    private static func parameters(_ line: [String], names: [String] = ["a", "passwd"]) throws -> [String] {
        let invocation = try Invocation(try Invocation.scanner.scan(["stonith"] + line))
        return try ParameterSource.parameters(invocation, names: names).map { "\($0.name)=\($0.value.reveal())" }
    }

    @Test func aFilesFirstLineThatIsNoCommentCounts() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("device", "# a comment\n\n   # another\n  n1 hoge hoge \nn2 x\n")
        #expect(try Self.parameters(["-F", file]) == ["a=n1", "passwd=hoge hoge "])
        let empty = try folder.write("empty", "# nothing\n")
        #expect(throws: ParameterSource.Failure.self) { try Self.parameters(["-F", empty]) }
        #expect(throws: ParameterSource.Failure.self) { try Self.parameters(["-F", folder.path("nothing")]) }
    }

    @Test func aSecretMayBeAReferenceAndNothingElseMay() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("secret", "hogehoge\n")
        #expect(
            try Self.parameters(["passwd=file:\(file)", "a=file:\(file)"]) == ["passwd=hogehoge", "a=file:\(file)"])
        #expect(try Self.parameters(["-p", "n1 file:\(file)"]) == ["a=n1", "passwd=hogehoge"])
        #expect {
            try Self.parameters(["passwd=file:\(folder.path("nothing"))"])
        } throws: { ($0 as? ParameterSource.Failure)?.text.contains("parameter passwd") == true }
    }

    @Test func theEnvironmentGivesWhatItHas() throws {
        let path = try #require(ProcessInfo.processInfo.environment["PATH"])
        #expect(try Self.parameters(["-E"], names: ["PATH", "STONITH_NO_SUCH"]) == ["PATH=\(path)"])
    }
}
