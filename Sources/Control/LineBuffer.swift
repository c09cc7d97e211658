/// Cuts a stream of bytes into lines. It never holds more than one line and what came with it.
public struct LineBuffer: Sendable {
    /// A line went on beyond the bound.
    public struct TooLong: Error, Sendable, Equatable {
        public var bytesMax: Int
    }

    private let bytesMax: Int
    private var held: [UInt8] = []
    /// Where in `held` the next line begins, and how far from there on no line's end was found.
    private var start = 0
    private var searched = 0

    /// A line may have so many bytes, without its end.
    public init(bytesMax: Int) { self.bytesMax = bytesMax }

    public mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            held.removeFirst(start)
            start = 0
        }
        held.append(contentsOf: bytes)
    }

    /// The next whole line, without its end; nil until more bytes come. After `TooLong` the stream is of no more use.
    public mutating func next() throws(TooLong) -> ArraySlice<UInt8>? {
        let end = held[(start + searched)...].firstIndex(of: UInt8(ascii: "\n"))
        guard (end ?? held.endIndex) - start <= bytesMax else { throw TooLong(bytesMax: bytesMax) }
        guard let end else {
            searched = held.endIndex - start
            return nil
        }
        defer {
            start = end + 1
            searched = 0
        }
        return held[start..<end]
    }

    /// Whether a line has begun and not ended.
    public var hasPart: Bool { start < held.endIndex }
}
