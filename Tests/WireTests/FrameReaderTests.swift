import Testing
import Wire

@Suite struct FrameReaderTests {
    @Test func numbersAreBigEndian() throws {
        var reader = FrameReader([9, 9, 1, 2, 3, 4, 5][2...])
        let (byte, number) = (try reader.integer(UInt8.self), try reader.integer(UInt32.self))
        #expect(byte == 1 && number == 0x0203_0405)
        try reader.end()
    }

    @Test func nothingIsReadBeyondTheEnd() {
        var reader = FrameReader([1, 2, 3])
        #expect(throws: WireError.truncated) { try reader.integer(UInt32.self) }
        #expect(throws: WireError.trailing) { try reader.end() }
    }

    @Test(arguments: [2, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32])
    func aStringLongerThanItsFrameIsRefused(length: UInt32) {
        var reader = FrameReader(withUnsafeBytes(of: length.bigEndian) { Array($0) } + [0x61])
        #expect(throws: WireError.truncated) { try reader.string() }
    }
}
