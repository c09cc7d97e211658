import CrmSyntax
import Glibc
import Testing

/// Input that is too much, or no text: a mistake of its own, and soon.
@Suite struct ClusterBoundTests {
    private func texts(_ bytes: [UInt8]) -> [String] { ClusterReading(bytes).diagnostics.map(\.text) }

    @Test func aFileThatIsTooLongIsOneMistake() {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: ClusterReading.bytesMax + 1)
        #expect(texts(bytes) == ["the file has more than 64 MiB"])
    }

    @Test func bytesThatAreNoText() {
        #expect(texts(Array("node pm01\nnode p".utf8) + [0]) == ["a NUL byte: this is no text file"])
        #expect(texts(Array("node pm01\n# Ä".utf8) + [0xFF]) == ["this line is not UTF-8"])
    }

    @Test func ofManyMistakesHundredAreShownAndTheRestCounted() {
        let reading = ClusterReading(Array(String(repeating: "nonsense\n", count: 5000).utf8))
        #expect(reading.diagnostics.count == 101)
        #expect(reading.diagnostics.last?.text == "4900 more mistakes and 0 more warnings are not shown")
    }

    @Test func deepXML() {
        let xml = "xml " + String(repeating: "<a>", count: 20_000)
        #expect(texts(Array(xml.utf8)) == ["no good XML: elements lie more than 32 deep"])
    }

    private static func lines(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map(line).joined() }

    /// Of each, work would grow with its square if anything were looked up by going through a list.
    private static let large: [String] = [
        "group g \\\n" + lines(12_000) { "a\($0) \\\n" },
        lines(6_000) { "primitive d\($0) Dummy\nclone c\($0) d\($0)\n" },
        lines(10_000) { "node \($0): n\($0)\n" },
        "primitive d Dummy params \\\n" + lines(12_000) { "p=1 q\($0)=1 \\\n" },
        lines(10_000) { "property a\($0)=1\n" },
        "bundle b docker \\\n" + lines(12_000) { "p\($0)=1 \\\n" },
        lines(100) { "node n\($0)\n" } + "fencing_topology \\\n" + lines(5_000) { "f\($0) \\\n" },
        "primitive a Dummy\n" + lines(10_000) { "location l\($0) gone\($0) rule $id-ref=r\($0)\n" },
        "primitive a Dummy\nlocation l a rule 1: \\\n" + lines(12_000) { "defined x\($0) or \\\n" } + "defined y",
        "order o \\\n" + lines(12_000) { _ in "( a ) \\\n" },
        "xml <a " + lines(200) { "b\($0)='1' " } + "/>",
    ]

    @Test(arguments: large.indices)
    func workGrowsWithTheInput(_ index: Int) {
        let text = Self.large[index]
        let start = Self.secondsOfThread()
        let reading = ClusterReading(Array(text.utf8))
        _ = ClusterReading(Array(text.utf8), onto: reading.configuration, by: .update)
        _ = CrmWriter.write(reading.configuration)
        #expect(Self.secondsOfThread() - start < 20)
    }

    /// Of work, not of waiting for a processor.
    private static func secondsOfThread() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec
    }
}
