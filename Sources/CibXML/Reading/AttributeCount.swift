import Glibc

/// Looks for elements with very many attributes before libxml2 does, which compares each with each.
enum AttributeCount {
    /// Several times what any element of a CIB has.
    static let max = 1000
    /// So many attributes are longer than two of these.
    private static let blockBytes = 2048

    /// Where such an element is, in bytes. Few bytes are looked at: no `<` stands within a start of an element, so one
    /// in each block is enough to pass on.
    static func firstCrowd(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, !hasElement(bytes, end) { end = Swift.min(end + blockBytes, bytes.count) }
            if end - start >= blockBytes {
                let around = Swift.max(0, start - blockBytes)..<Swift.min(end + blockBytes, bytes.count)
                if values(in: bytes[around]) > max { return start }
            }
            start = end + blockBytes
        }
        return nil
    }

    private static func hasElement(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        let count = Swift.min(blockBytes, bytes.count - start)
        return bytes.baseAddress.map { memchr($0 + start, Int32(UInt8(ascii: "<")), count) != nil } ?? true
    }

    /// How often a value begins since the last element.
    private static func values(in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        var (count, most, isAfterSign) = (0, 0, false)
        for byte in bytes {
            if byte == UInt8(ascii: "<") { count = 0 }
            if isAfterSign, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { count += 1 }
            if byte > 0x20 { isAfterSign = byte == UInt8(ascii: "=") }
            most = Swift.max(most, count)
        }
        return most
    }
}
