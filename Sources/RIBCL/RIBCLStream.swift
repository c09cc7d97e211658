/// Cuts what a board sends into its documents: it sends several in a row, in pieces of any size.
///
/// A document ends with `</RIBCL>`. Some firmware closes its first tag twice, some leaves the last tag out: so a new
/// prolog ends the document before it too.
public struct RIBCLStream: Sendable {
    /// More than any answer that is asked for.
    public static let bytesMax = 1 << 20

    private var bytes: [UInt8] = []
    private var begin = 0
    private var searched = 0
    private var waiting: [[UInt8]] = []
    private var taken = 0
    public private(set) var isTooLong = false

    private static let end = Array("</RIBCL>".utf8)
    private static let prolog = Array("<?xml".utf8)
    private static let http = Array("HTTP/1.".utf8)

    public init() {}

    public mutating func add(_ more: some Collection<UInt8>) {
        guard bytes.count + more.count <= Self.bytesMax else {
            isTooLong = true
            return
        }
        bytes += more
        while let place = Self.find(Self.end, in: bytes[searched...]) {
            take(until: place + Self.end.count)
        }
        searched = max(begin, bytes.count - Self.end.count + 1)
    }

    /// Nothing comes any more: what is left may be a document without its last tag.
    public mutating func finish() { take(until: bytes.count) }

    public mutating func next() -> [UInt8]? {
        guard taken < waiting.count else { return nil }
        defer { taken += 1 }
        return waiting[taken]
    }

    public var isEmpty: Bool { bytes.isEmpty }

    /// A board of the kind that speaks HTTP only, and says so.
    public var isHTTP: Bool { bytes.starts(with: Self.http) }

    private mutating func take(until end: Int) {
        var rest = bytes[begin..<end]
        begin = end
        searched = end
        while let first = Self.find(Self.prolog, in: rest.dropFirst()) {
            keep(rest[..<first])
            rest = rest[first...]
        }
        keep(rest)
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        let document = part.drop { $0 != UInt8(ascii: "<") }
        if !document.isEmpty { waiting.append(Array(document)) }
    }

    static func find(_ words: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = words.first, bytes.count >= words.count else { return nil }
        var place = bytes.startIndex
        while let start = bytes[place...].firstIndex(of: first), start + words.count <= bytes.endIndex {
            if bytes[start..<start + words.count].elementsEqual(words) { return start }
            place = start + 1
        }
        return nil
    }
}
