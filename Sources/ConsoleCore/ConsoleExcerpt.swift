/// What is kept of a console with a fence: plain text, at most 64 KiB, the last of it.
public struct ConsoleExcerpt: Equatable, Sendable {
    public let text: String
    /// What came before the fence began, and from then on, in bytes as they were sent.
    public let bytesBefore: Int
    public let bytesDuring: Int

    public static let textBytesMax = 64 * 1024

    /// - Parameters:
    ///   - contents: of the console's ring at the end of the fence.
    ///   - began: how many bytes had ever come when the fence began.
    ///   - mark: the line that stands between before and during.
    ///   - redact: takes secrets out.
    public init(_ contents: ConsoleRing.Contents, began: UInt64, mark: String, redact: (String) -> String) {
        let end = contents.start + UInt64(contents.bytes.count)
        let moment = min(max(began, contents.start), end)
        bytesBefore = Int(moment - contents.start)
        bytesDuring = Int(end - moment)
        let before = ConsoleFilter.text(contents.bytes.prefix(bytesBefore))
        let during = ConsoleFilter.text(contents.bytes.dropFirst(bytesBefore))
        let isWhole = before.isEmpty || before.last == UInt8(ascii: "\n")
        let bytes = before + (isWhole ? "" : "\n").utf8 + "\(mark)\n".utf8 + during
        text = Self.last(Array(redact(String(decoding: bytes, as: UTF8.self)).utf8), bytesMax: Self.textBytesMax)
    }

    /// The last lines of a text, whole characters only.
    public static func last(_ bytes: [UInt8], bytesMax: Int) -> String {
        guard bytes.count > bytesMax else { return String(decoding: bytes, as: UTF8.self) }
        let tail = bytes.suffix(bytesMax)
        // One line may be longer than all that is kept.
        if let end = tail.dropLast().firstIndex(of: UInt8(ascii: "\n")), end < tail.startIndex + bytesMax / 2 {
            return String(decoding: tail[(end + 1)...], as: UTF8.self)
        }
        return String(decoding: tail.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)
    }
}
