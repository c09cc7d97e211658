/// What a board has said since it was last told something: its lines, and the one that has no end yet. Both are
/// bounded, and hold printable ASCII only.
///
/// Any of CR, LF, CR LF, LF CR and CR NUL ends a line; empty lines are not kept. A backspace takes a character back,
/// the escape sequences of a terminal (ECMA-48) are skipped.
struct BoardText: Equatable, Sendable {
    static let linesMax = 64
    static let columnsMax = 256

    private enum Escape: Equatable {
        case none
        case begun
        case sequence
    }

    /// The newest.
    private(set) var lines: [String] = []
    private var open: [UInt8] = []
    private var escape = Escape.none

    /// The line that has no end yet, without the blanks around it.
    var openLine: String { String(decoding: trimmed, as: UTF8.self) }

    var isEmpty: Bool { lines.isEmpty && trimmed.isEmpty }

    /// Whether nothing but this stands on the open line.
    func isOpen(_ line: [UInt8]) -> Bool { trimmed.elementsEqual(line) }

    mutating func clear() {
        lines = []
        open = []
    }

    mutating func clearOpenLine() { open = [] }

    mutating func take(_ byte: UInt8) {
        switch escape {
        case .begun: escape = byte == UInt8(ascii: "[") ? .sequence : .none
        case .sequence where byte >= 0x20: if (0x40...0x7E).contains(byte) { escape = .none }
        case .sequence, .none:
            escape = .none
            put(byte)
        }
    }

    private mutating func put(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): endLine()
        case 0x08, 0x7F: _ = open.popLast()
        case 0x1B: escape = .begun
        case UInt8(ascii: "\t"): append(UInt8(ascii: " "))
        case 0x20...0x7E: append(byte)
        case 0x80...: append(UInt8(ascii: "?"))
        default: break
        }
    }

    private mutating func append(_ byte: UInt8) { if open.count < Self.columnsMax { open.append(byte) } }

    private mutating func endLine() {
        let line = openLine
        open = []
        guard !line.isEmpty else { return }
        if lines.count == Self.linesMax { lines.removeFirst() }
        lines.append(line)
    }

    private var trimmed: ArraySlice<UInt8> {
        let blank = UInt8(ascii: " ")
        guard let last = open.lastIndex(where: { $0 != blank }) else { return [] }
        return open[...last].drop { $0 == blank }
    }
}
