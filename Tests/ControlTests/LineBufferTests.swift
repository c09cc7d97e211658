import Control
import TestRig
import Testing

@Suite struct LineBufferTests {
    private static func lines(_ buffer: inout LineBuffer) throws -> [String] {
        var lines: [String] = []
        while let line = try buffer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    @Test func howTheBytesAreCutChangesNothing() throws {
        let text = "one\n\ntwo\nthree\n"
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            var buffer = LineBuffer(bytesMax: 5)
            var rest = ArraySlice(Array(text.utf8))
            var lines: [String] = []
            while !rest.isEmpty {
                let count = Int.random(in: 0...4, using: &generator)
                buffer.append(rest.prefix(count))
                rest = rest.dropFirst(count)
                lines += try Self.lines(&buffer)
            }
            #expect(lines == ["one", "", "two", "three"])
            #expect(!buffer.hasPart)
            buffer.append("x".utf8)
            #expect(buffer.hasPart)
        }
    }

    @Test func aLineOfTheBoundIsTakenAndOneMoreByteIsNot() throws {
        var buffer = LineBuffer(bytesMax: 4)
        buffer.append("abcd\nabcd".utf8)
        #expect(try Self.lines(&buffer) == ["abcd"])
        buffer.append("e".utf8)
        #expect(throws: LineBuffer.TooLong.self) { try buffer.next() }
        var whole = LineBuffer(bytesMax: 4)
        whole.append("abcde\n".utf8)
        #expect(throws: LineBuffer.TooLong.self) { try whole.next() }
    }
}
