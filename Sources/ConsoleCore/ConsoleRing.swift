/// The file that keeps the last of what a console sent: one process writes it, another reads it meanwhile, and it
/// outlives both. A value without I/O.
///
/// A header of 16 bytes (the magic, then how many bytes ever came, little-endian), and behind it the bytes, each at its
/// number modulo `capacity`. The writer writes the bytes first, then the header, no more than `chunkMax` at a time: a
/// reader knows then which ones cannot have been overwritten while it read.
public enum ConsoleRing {
    /// So much is to be had of it.
    public static let textBytesMax = 64 * 1024
    public static let chunkMax = 4096
    static let capacity = textBytesMax + chunkMax
    public static let headerBytes = 16
    public static let fileBytes = headerBytes + capacity
    private static let magic = Array("STNCONS1".utf8)

    /// Where bytes are to be written.
    public struct Piece: Equatable {
        /// In the file.
        public var offset: Int
        /// Of what is to be written.
        public var range: Range<Int>
    }

    public static func header(count: UInt64) -> [UInt8] {
        magic + (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    }

    /// How many bytes ever came; nil where this is no ring, such as a new file.
    public static func count(header: some Collection<UInt8>) -> UInt64? {
        guard header.count == headerBytes, header.starts(with: magic) else { return nil }
        return header.dropFirst(magic.count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Where the next bytes go, in one or two pieces.
    ///
    /// - Parameter byteCount: at most `chunkMax`.
    public static func pieces(_ byteCount: Int, after count: UInt64) -> [Piece] {
        precondition(byteCount <= chunkMax, "a reader counts on that")
        let place = Int(count % UInt64(capacity))
        let first = min(byteCount, capacity - place)
        let pieces = [
            Piece(offset: headerBytes + place, range: 0..<first),
            Piece(offset: headerBytes, range: first..<byteCount),
        ]
        return pieces.filter { !$0.range.isEmpty }
    }

    /// What a reader got of a ring.
    public struct Contents: Equatable, Sendable {
        /// The number of its first byte.
        public var start: UInt64
        public var bytes: [UInt8]

        public init(start: UInt64, bytes: [UInt8]) {
            self.start = start
            self.bytes = bytes
        }
    }

    /// The last bytes of the file.
    ///
    /// - Parameters:
    ///   - before: the count in the header before the bytes were read.
    ///   - data: all that stands behind the header.
    ///   - after: the count once they were read.
    public static func contents(before: UInt64, _ data: [UInt8], after: UInt64) -> Contents? {
        guard data.count == capacity, after >= before else { return nil }
        let start = max(before, after) - min(max(before, after), UInt64(textBytesMax))
        guard start < before else { return Contents(start: before, bytes: []) }
        let place = Int(start % UInt64(capacity))
        let length = Int(before - start)
        let first = data[place..<min(capacity, place + length)]
        return Contents(start: start, bytes: Array(first) + data.prefix(length - first.count))
    }
}
