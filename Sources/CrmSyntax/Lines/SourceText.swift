import ClusterModel

/// The bytes of a configuration as lines, checked and bounded.
struct SourceText {
    static let bytesMax = 1 << 20
    static let lineBytesMax = 64 << 10

    /// A place in the file; both counted from 0, the column in bytes.
    struct Place: Equatable {
        var line: Int
        var byte: Int
    }

    private let bytes: [UInt8]
    private let lineBytesMax: Int
    /// Without the line feed, and without a carriage return before it.
    private let lines: [Range<Int>]

    /// Reads nothing of what has more bytes than the limit.
    init(_ bytes: [UInt8], limit: Int = bytesMax) {
        self.bytes = bytes.count > limit ? [] : bytes
        // A long value, which cannot be split, is written by ourselves.
        lineBytesMax = limit > Self.bytesMax ? limit : Self.lineBytesMax
        lines = Self.lines(of: self.bytes)
    }

    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for index in start...bytes.count {
            guard index == bytes.count || bytes[index] == .lineFeed else { continue }
            let returned = index > start && bytes[index - 1] == .carriageReturn
            lines.append(start..<(returned ? index - 1 : index))
            start = index + 1
        }
        return lines
    }

    var lineCount: Int { lines.count }
    func line(_ number: Int) -> ArraySlice<UInt8> { bytes[lines[number]] }

    /// What no line of a configuration may hold; nil for a good line.
    func flaw(ofLine number: Int) -> Diagnostic? {
        let line = line(number)
        if line.count > lineBytesMax {
            return Diagnostic(
                .mistake, line: number + 1, column: 1, text: "this line has \(line.count) bytes",
                advice: "a line may have \(lineBytesMax): split it with a backslash at the end of each part")
        }
        if let index = line.firstIndex(of: 0) {
            return Diagnostic(
                .mistake, line: number + 1, column: Self.column(line, index - line.startIndex),
                text: "a NUL byte: this is no text file", advice: "")
        }
        guard String(validating: line, as: UTF8.self) == nil else { return nil }
        let good = String(decoding: line, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }.count
        return Diagnostic(
            .mistake, line: number + 1, column: good + 1, text: "this line is not UTF-8",
            advice: "convert the file, for example with iconv -t UTF-8")
    }

    /// In characters, counted from 1.
    func column(_ place: Place) -> Int { Self.column(line(place.line), place.byte) }

    private static func column(_ line: ArraySlice<UInt8>, _ byte: Int) -> Int {
        1 + line.prefix(byte).count { $0 & 0xC0 != 0x80 }
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let backslash = UInt8(ascii: "\\")
    static let hash = UInt8(ascii: "#")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")

    var isBlank: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }
}
