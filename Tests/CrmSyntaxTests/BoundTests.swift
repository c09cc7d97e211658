import CrmSyntax
import Glibc
import Testing

/// Input that is too much, or no text: a mistake of its own, and soon.
@Suite struct BoundTests {
    private func texts(_ bytes: [UInt8]) -> [String] { CrmSyntax.read(bytes).diagnostics.map(\.text) }

    @Test func aFileThatIsTooLongIsOneMistake() {
        let line = Array("node pm01\n".utf8)
        #expect(
            texts(Array(repeating: line, count: 110_000).flatMap { $0 }) == ["the file has more than 1048576 bytes"])
    }

    @Test func aLineThatIsTooLong() {
        #expect(texts(Array(repeating: UInt8(ascii: "a"), count: 65_537)) == ["this line has 65537 bytes"])
    }

    @Test func bytesThatAreNoText() {
        #expect(texts(Array("node pm01\nnode p".utf8) + [0]) == ["a NUL byte: this is no text file"])
        let reading = CrmSyntax.read(Array("node pm01\n# ÄÖ".utf8) + [0xFF] + Array("\nnode pm02".utf8))
        #expect(reading.diagnostics.map(\.text) == ["this line is not UTF-8"])
        #expect(reading.diagnostics.map(\.line) == [2] && reading.diagnostics.map(\.column) == [5])
        #expect(reading.configuration.nodes.count == 2)
    }

    @Test func tooManyStatements() {
        let text = (0...10_000).map { "node n\($0)\n" }.joined()
        #expect(texts(Array(text.utf8)) == ["more than 10000 statements"])
    }

    @Test func ofManyMistakesHundredAreShownAndTheRestCounted() {
        let reading = CrmSyntax.read(String(repeating: "nonsense\n", count: 5000))
        #expect(reading.diagnostics.count == 101)
        #expect(reading.diagnostics.last?.text == "4900 more mistakes and 0 more warnings are not shown")
    }

    @Test func warningsNeverHideThatThereIsAMistake() {
        let text = (0..<150).map { "location l\($0) gone -inf: a\n" }.joined() + "nonsense\n"
        #expect(CrmSyntax.read(text).hasMistakes)
    }

    /// Each is a megabyte whose work would grow with its square if anything were looked up by going through a list.
    @Test(arguments: [
        "group g " + String(repeating: "a ", count: 32_000),
        String(repeating: "primitive d stonith:null params hostlist=a\n", count: 9_900),
        (0..<9_000).map { "primitive d\($0) stonith:null params hostlist=\"a b c d e\"\n" }.joined(),
        "primitive d stonith:null params \\\n" + (0..<60_000).map { "p\($0)=1 \\\n" }.joined(),
        "fencing_topology \\\n" + String(repeating: "a,b,c \\\n", count: 100_000),
        "node \\\n" + String(repeating: "\"x\" \\\n", count: 100_000),
        "primitive d stonith:null params hostlist=\"\\\n" + (0..<90_000).map { "n\($0) \\\n" }.joined() + "\"",
    ])
    func workGrowsWithTheInput(_ text: String) {
        let start = Self.secondsOfThread()
        _ = CrmSyntax.read(text)
        #expect(Self.secondsOfThread() - start < 20)
    }

    /// Of work, not of waiting for a processor.
    private static func secondsOfThread() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec
    }
}
