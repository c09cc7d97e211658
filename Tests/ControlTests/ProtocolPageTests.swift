import ClusterModel
import Control
import Foundation
import TestRig
import Testing

/// `docs/PROTOCOL.md`, part one, is true to the code.
@Suite struct ProtocolPageTests {
    private let page: String

    init() throws {
        page = try String(contentsOfFile: "\(Stage.repository)/docs/PROTOCOL.md", encoding: .utf8)
    }

    private func lines(_ mark: String) -> [ArraySlice<UInt8>] {
        page.split(separator: "\n").filter { $0.hasPrefix("    \(mark){") }.map {
            ArraySlice($0.utf8).dropFirst(4 + mark.count)
        }
    }

    @Test func theDialogueIsWhatBothEndsWrite() throws {
        let requests = lines("> ")
        #expect(requests.count == 2)
        let hello = try ClientHello(decoding: try #require(requests.first))
        #expect(hello.encoded().dropLast() == requests.first)
        #expect(try ControlRequest(decoding: try #require(requests.last)).encoded().dropLast() == requests.last)
        let answers = lines("< ")
        #expect(answers.count == 6)
        for line in answers + lines("").filter({ $0.starts(with: Array("{\"event\"".utf8)) }) {
            let message = try #require(try DaemonMessage(decoding: line))
            #expect(message.encoded().dropLast() == line)
        }
    }

    @Test func everyWordOfTheWireIsExplained() {
        let words =
            Samples.requests.map(\.verb.name) + Samples.bodies.map(\.name) + OperationCode.allCases.map(\.word)
            + Evidence.allCases.map(\.word) + FencingVerdict.Outcome.allCases.map(\.rawValue)
            + FencingVerdict.Cause.allCases.map(\.rawValue) + TargetReport.State.allCases.map(\.rawValue)
            + Confirmation.Manner.allCases.map(\.rawValue) + DaemonHello.Rights.allCases.map(\.rawValue)
        for word in words where !page.contains("`\(word)`") { Issue.record("nothing is said of \(word)") }
    }

    @Test func everyMemberOfEveryMessageIsNamed() throws {
        for message in Samples.messages {
            let text = String(decoding: message.encoded(), as: UTF8.self)
            for match in text.matches(of: #/"([a-z_]+)":/#) where !page.contains("`\(match.1)`") {
                if !page.contains("\"\(match.1)\":") { Issue.record("nothing is said of \(match.1)") }
            }
        }
    }
}
