/// The lines of a text, each with whether its end is there.
struct JournalLines {
    struct Line {
        var text: ArraySlice<UInt8>
        var isWhole: Bool
    }

    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { rest = text }

    mutating func next() -> Line? {
        guard !rest.isEmpty else { return nil }
        guard let end = Self.lineEnd(rest) else {
            defer { rest = [] }
            return Line(text: rest, isWhole: false)
        }
        defer { rest = rest[(end + 1)...] }
        return Line(text: rest[..<end], isWhole: true)
    }

    private static func lineEnd(_ text: ArraySlice<UInt8>) -> Int? { text.firstIndex(of: UInt8(ascii: "\n")) }
}
