/// Makes plain text of what a serial console sends: it can be shown on any terminal, and commands none. A value without
/// I/O, fed with the bytes as they come.
///
/// Lines end in LF, a tab stays, escape sequences (ECMA-48) and NUL are taken out; a control byte is shown as `^G`, a
/// byte that is no UTF-8 as `\xA7`, a character that would steer a terminal or turn the text around as `\u{202E}`.
public struct ConsoleFilter {
    private enum State: Equatable {
        case text
        case escape
        /// After ESC [, with so many bytes.
        case sequence(Int)
        /// Of a string for the terminal, such as its title, so many bytes; and whether ESC was the last one.
        case string(Int, endsNow: Bool)
    }

    /// A sequence that is longer is none: what stands behind a stray ESC must not be lost.
    private static let sequenceBytesMax = 64
    private static let stringBytesMax = 1024

    private var state = State.text
    private var isAtLineStart = true
    /// After a CR that ended a line; an LF behind it is the same line's end.
    private var wasReturn = false
    /// The beginning of a character of several bytes.
    private var partial: [UInt8] = []
    private var output: [UInt8] = []

    public init() {}

    /// What the bytes add to the text.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        for byte in bytes { take(byte) }
        defer { output = [] }
        return output
    }

    /// What is left when nothing more comes.
    public mutating func finish() -> [UInt8] {
        showPartial()
        defer { output = [] }
        return output
    }

    /// All of it at once.
    public static func text(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var filter = ConsoleFilter()
        return filter.feed(bytes) + filter.finish()
    }

    // MARK: Sequences

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .text: plain(byte)
        case .escape: escaped(byte)
        case .sequence(let count): sequence(byte, count)
        case .string(let count, let endsNow): string(byte, count, endsNow)
        }
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "["): state = .sequence(0)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string(0, endsNow: false)
        case 0x20...0x2F: break
        case 0x30...0x7E: state = .text
        default: again(byte)
        }
    }

    /// A sequence that goes to another line ends this one, or a painted screen would be one long line.
    private mutating func sequence(_ byte: UInt8, _ count: Int) {
        switch byte {
        case 0x20...0x3F where count < Self.sequenceBytesMax: state = .sequence(count + 1)
        case 0x40...0x7E:
            state = .text
            if "ABEFHdf".utf8.contains(byte) { endLine() }
        default: again(byte)
        }
    }

    private mutating func string(_ byte: UInt8, _ count: Int, _ endsNow: Bool) {
        switch byte {
        case UInt8(ascii: "\\") where endsNow: state = .text
        case 0x07: state = .text
        case 0x1B: state = .string(count + 1, endsNow: true)
        // No such string has a line's end in it.
        case 0x0A, 0x0D: again(byte)
        default:
            guard count < Self.stringBytesMax, !endsNow else { return again(byte) }
            state = .string(count + 1, endsNow: false)
        }
    }

    private mutating func again(_ byte: UInt8) {
        state = .text
        plain(byte)
    }

    // MARK: Text

    private mutating func plain(_ byte: UInt8) {
        if byte >= 0x80 { return several(byte) }
        showPartial()
        switch byte {
        case 0x1B: state = .escape
        case 0x00: break
        case 0x0A:
            if !wasReturn { show([0x0A]) }
            wasReturn = false
        case 0x0D:
            wasReturn = !isAtLineStart || wasReturn
            endLine()
        case 0x09, 0x20...0x7E: show([byte])
        case 0x7F: show(Array("^?".utf8))
        default: show([UInt8(ascii: "^"), byte | 0x40])
        }
    }

    /// Nothing where the line has just begun.
    private mutating func endLine() {
        if !isAtLineStart { output.append(0x0A) }
        isAtLineStart = true
    }

    private mutating func show(_ bytes: [UInt8]) {
        output += bytes
        isAtLineStart = bytes.last == 0x0A
        wasReturn = false
    }

    // MARK: Characters of several bytes

    private mutating func several(_ byte: UInt8) {
        let isContinuation = byte & 0xC0 == 0x80
        if !isContinuation || partial.isEmpty { showPartial() }
        partial.append(byte)
        guard let length = Self.length(partial[0]) else { return showPartial() }
        if partial.count == length { showCharacter() }
    }

    /// Of the character that begins so; nil where none does (RFC 3629).
    private static func length(_ byte: UInt8) -> Int? {
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    private mutating func showCharacter() {
        guard let text = String(validating: partial, as: UTF8.self), let scalar = text.unicodeScalars.first else {
            return showPartial()
        }
        partial = []
        if Self.steers(scalar) {
            show(Array("\\u{\(String(scalar.value, radix: 16, uppercase: true))}".utf8))
        } else {
            show(Array(text.utf8))
        }
    }

    /// C1 controls, line separators, marks that turn the direction of text, and what is not to be seen.
    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80..<0xA0, 0xAD, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF0...0xFFFB,
            0xE0000...0xE0FFF:
            true
        default: scalar.properties.generalCategory == .unassigned || scalar.properties.isNoncharacterCodePoint
        }
    }

    private mutating func showPartial() {
        guard !partial.isEmpty else { return }
        let digits = Array("0123456789ABCDEF".utf8)
        let shown = partial.flatMap { Array("\\x".utf8) + [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        partial = []
        show(shown)
    }
}
