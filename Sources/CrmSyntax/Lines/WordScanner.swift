/// Cuts a logical line into words by the rules of crmsh, which are those of Python's `shlex` in POSIX mode: blanks part
/// words; within `'` everything stands for itself; within `"` a backslash takes `"` and itself; elsewhere it takes any
/// character. Backticks and `$` mean nothing here. One rule is our own: a lone `#` begins a comment.
struct WordScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var words: [Word] = []
    private var text: [UInt8] = []
    private var start = 0
    private var isQuoted = false
    private var swallowing: Int?

    enum Failure: Error, Equatable {
        /// The offset of the quote that is never closed, or that seems to miss its end.
        case unclosed(Int)
    }

    struct Outcome {
        var words: [Word]
        var failure: Failure?
    }

    static func scan(_ bytes: [UInt8]) -> Outcome {
        var scanner = WordScanner(bytes)
        do throws(Failure) {
            while scanner.index < bytes.count { try scanner.word() }
            return Outcome(words: scanner.words, failure: nil)
        } catch {
            let suspect = scanner.words.lazy.compactMap(\.swallowing).first ?? scanner.swallowing
            return Outcome(words: scanner.words, failure: suspect.map(Failure.unclosed) ?? error)
        }
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func word() throws(Failure) {
        while index < bytes.count, bytes[index].isBlank { index += 1 }
        guard index < bytes.count else { return }
        (start, text, isQuoted, swallowing) = (index, [], false, nil)
        while index < bytes.count, !bytes[index].isBlank { try character() }
        if !isQuoted, text == [.hash] {
            index = bytes.count
            return
        }
        words.append(
            Word(
                text: String(decoding: text, as: UTF8.self), range: start..<index, isQuoted: isQuoted,
                swallowing: swallowing))
    }

    private mutating func character() throws(Failure) {
        let byte = bytes[index]
        index += 1
        switch byte {
        case .quote, .apostrophe:
            try quoted(by: byte)
        case .backslash where index < bytes.count:
            isQuoted = true
            text.append(bytes[index])
            index += 1
        default:
            text.append(byte)
        }
    }

    private mutating func quoted(by quote: UInt8) throws(Failure) {
        let (opened, textStart) = (index - 1, text.count)
        isQuoted = true
        while index < bytes.count, bytes[index] != quote {
            if quote == .quote, bytes[index] == .backslash, index + 1 < bytes.count,
                [.quote, .backslash].contains(bytes[index + 1])
            {
                index += 1
            }
            text.append(bytes[index])
            index += 1
        }
        guard index < bytes.count else { throw .unclosed(opened) }
        index += 1
        let goesOn = index < bytes.count && !bytes[index].isBlank
        if goesOn, swallowing == nil, Self.endsInName(text[textStart...]) { swallowing = opened }
    }

    /// ` name=` at the end of a quoted part: the quote that seems to close it opens the next value.
    private static func endsInName(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.last == UInt8(ascii: "=") else { return false }
        let before = text.dropLast()
        let name = before[(before.lastIndex { $0.isBlank } ?? before.startIndex)...].drop { $0.isBlank }
        return !name.isEmpty && name.count < before.count && name.allSatisfy { NameByte.isAllowed($0) }
    }
}

/// The characters of names: of parameters, properties and ids.
enum NameByte {
    static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    static func areAll(_ text: some StringProtocol) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isAllowed) }
}
