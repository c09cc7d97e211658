import CLibXML

/// Hands bytes to libxml2 as a file would: its buffer stays small, and it never looks past the end.
final class ByteFeed {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Must be kept as long as what it made is used.
    func makeInput(_ context: xmlParserCtxtPtr) -> xmlParserInputPtr? {
        let buffer = xmlParserInputBufferCreateIO(
            { feed, room, count in
                guard let feed, let room else { return -1 }
                return Unmanaged<ByteFeed>.fromOpaque(feed).takeUnretainedValue().give(room, Int(count))
            }, { _ in 0 }, Unmanaged.passUnretained(self).toOpaque(), XML_CHAR_ENCODING_NONE)
        guard let buffer else { return nil }
        return xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE)
    }

    private func give(_ room: UnsafeMutablePointer<CChar>, _ count: Int) -> Int32 {
        let part = bytes[place..<min(bytes.count, place + count)]
        UnsafeMutableRawBufferPointer(start: room, count: count).copyBytes(from: part)
        place += part.count
        return Int32(part.count)
    }
}
