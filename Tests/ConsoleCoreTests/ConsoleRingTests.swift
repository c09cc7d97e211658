import ConsoleCore
import Testing

@Suite struct ConsoleRingTests {
    /// A file in memory that is written as RingFile writes it.
    private struct File {
        var bytes = ConsoleRing.header(count: 0) + [UInt8](repeating: 0, count: ConsoleRing.fileBytes - 16)
        var count: UInt64 = 0

        init(count: UInt64 = 0) { self.count = count }

        mutating func append(_ text: [UInt8]) {
            for piece in ConsoleRing.pieces(text.count, after: count) {
                bytes.replaceSubrange(piece.offset..<(piece.offset + piece.range.count), with: text[piece.range])
            }
            count += UInt64(text.count)
            bytes.replaceSubrange(0..<16, with: ConsoleRing.header(count: count))
        }

        var contents: ConsoleRing.Contents? {
            ConsoleRing.count(header: bytes.prefix(16)).flatMap {
                ConsoleRing.contents(before: $0, Array(bytes.dropFirst(16)), after: $0)
            }
        }
    }

    @Test func theLast64KiBAreThere() throws {
        var (file, all) = (File(), [UInt8]())
        for round in 0..<60 {
            let text = (0..<(1500 + round * 37)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ round) }
            file.append(text)
            all += text
            let contents = try #require(file.contents)
            #expect(contents.bytes == Array(all.suffix(ConsoleRing.textBytesMax)))
            #expect(Int(contents.start) + contents.bytes.count == all.count)
        }
    }

    /// What is written while it is read may have overwritten the oldest bytes: they are not taken for what they were.
    @Test func bytesThatWereOverwrittenMeanwhileAreLeftOut() throws {
        var file = File()
        for _ in 0..<20 { file.append([UInt8](repeating: 1, count: 4096)) }
        let before = file.count
        let data = Array(file.bytes.dropFirst(16))
        let contents = try #require(ConsoleRing.contents(before: before, data, after: before + 4096))
        #expect(contents.bytes.count == ConsoleRing.textBytesMax - 4096)
        let none = try #require(ConsoleRing.contents(before: before, data, after: before + 100_000))
        #expect(none.bytes.isEmpty)
    }

    @Test func whatIsNoRingIsNotRead() {
        #expect(ConsoleRing.count(header: []) == nil)
        #expect(ConsoleRing.count(header: [UInt8](repeating: 0, count: 16)) == nil)
        #expect(ConsoleRing.contents(before: 5, [1, 2, 3], after: 5) == nil)
        #expect(ConsoleRing.count(header: ConsoleRing.header(count: 0x0102_0304_0506_0708)) == 0x0102_0304_0506_0708)
    }
}
