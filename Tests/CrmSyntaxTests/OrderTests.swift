import ClusterModel
import Foundation
import TestRig
import Testing

@testable import CrmSyntax

/// The order of resources decides where they go, so none of it gets lost.
@Suite struct OrderTests {
    private static func read(_ text: String, onto base: CIBConfiguration = CIBConfiguration()) -> ClusterReading {
        ClusterReading(Array(text.utf8), onto: base)
    }

    /// Those of `cluster/` and the examples, in the order of the text and in made-up ones.
    @Test(arguments: CrmshRun.names, 0..<3) func whatIsSavedIsLoaded(_ name: String, _ seed: Int) throws {
        let text = try String(contentsOfFile: CrmshRun.path(name), encoding: .utf8)
        var configuration = Self.read(text).configuration
        if seed > 0 {
            var random = SeededGenerator(seed: UInt64(seed))
            configuration.resources.shuffle(using: &random)
            configuration.constraints.shuffle(using: &random)
            configuration.tags.shuffle(using: &random)
        }
        let saved = CrmWriter.write(configuration)
        let again = Self.read(saved)
        #expect(!again.hasMistakes, "\(again.rendered(file: name))")
        #expect(CrmWriter.write(again.configuration) == saved)
        guard !CrmshComparisonTests.otherIDs.contains(name) else { return }
        #expect(again.configuration.resources == configuration.resources, "\(saved)")
        #expect(again.configuration.constraints == configuration.constraints)
        #expect(again.configuration.tags == configuration.tags)
        #expect(Self.read(saved, onto: configuration).configuration == configuration)
    }

    private static let base =
        "primitive z Dummy\ngroup g b a\nprimitive a Dummy\nprimitive b Dummy\nprimitive m Dummy\n"

    private func order(_ text: String, _ method: ClusterReading.Method) -> [String] {
        let base = Self.read(Self.base).configuration
        return ClusterReading(Array(text.utf8), onto: base, by: method).configuration.resources.map(\.id)
    }

    @Test func whatIsThereStaysInItsPlace() {
        #expect(Self.read(Self.base).configuration.resources.map(\.id) == ["z", "g", "m"])
        let more = "primitive y Dummy\nclone c m\nprimitive x Dummy\nprimitive z Dummy params fake=1"
        #expect(order(more, .update) == ["z", "g", "y", "c", "x"])
        #expect(order("primitive y Dummy\nprimitive m Dummy\nprimitive z Dummy", .push) == ["z", "m", "y"])
        #expect(order("primitive y Dummy\nprimitive m Dummy\nprimitive z Dummy", .replace) == ["y", "m", "z"])
    }

    @Test func whatAnUpdateOfANodeDoesNotNameStays() {
        let base = Self.read("node 7: pm01 attributes a=1 b=2 utilization cpu=4\n").configuration
        let text = "node pm01 attributes b=3 c=4 attributes rule #uname eq x d=5 utilization memory=8"
        let reading = ClusterReading(Array(text.utf8), onto: base, by: .update)
        #expect(!reading.hasMistakes)
        let node = reading.configuration.nodes[0]
        #expect(node.id == "7" && node.attributeSets.map { $0.pairs.map(\.name) } == [["a", "b", "c"], ["d"]])
        #expect(node.attributeSets[0]["b"] == "3" && node.utilization[0].pairs.map(\.name) == ["cpu", "memory"])
        let pushed = ClusterReading(Array(text.utf8), onto: base, by: .push).configuration.nodes[0]
        #expect(pushed.attributeSets[0].pairs.map(\.name) == ["b", "c"])
    }

    @Test func whatGoesIsTold() {
        let base = Self.read(Self.base).configuration
        let reading = ClusterReading(Array("primitive a Dummy\nnode n".utf8), onto: base, by: .push)
        #expect(reading.removed == ["primitive z", "primitive b", "group g", "primitive m"])
        #expect(reading.replaced == ["primitive a"])
    }

    @Test(arguments: [
        ["primitive", "p", "Dummy", "params", "state=/a b", "x=say \"no\"", "y=back\\slash", "z=#", "w="],
        ["location", "l", "{", "a", "b", "}", "-inf:", "pm01"], ["property", "a: ", "#", "it's"],
    ]) func wordsAreReadAsTheyWere(_ words: [String]) {
        let text = ClusterReading.statement(words)
        #expect(WordScanner.scan(Array(text.utf8)).words.map(\.text) == words, "\(text)")
    }
}
