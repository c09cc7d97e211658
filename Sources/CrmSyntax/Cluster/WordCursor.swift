import ClusterModel

/// Goes through the words of a statement.
struct WordCursor {
    private var rest: ArraySlice<Word>
    private let end: Int

    /// - Parameter statement: its keyword is passed over.
    init(_ statement: Statement) {
        rest = statement.words.dropFirst()
        end = statement.words.last?.range.upperBound ?? 0
    }

    var current: Word? { rest.first }
    var following: Word? { rest.dropFirst().first }
    var isAtEnd: Bool { rest.isEmpty }
    var count: Int { rest.count }

    mutating func next() -> Word? { rest.popFirst() }

    /// All that is left.
    mutating func takeAll() -> [Word] {
        defer { rest = [] }
        return Array(rest)
    }

    /// Takes one of these words, in any case, and answers in lower case which.
    mutating func take(_ keywords: String...) -> String? {
        guard let word = current?.text.lowercased(), keywords.contains(word) else { return nil }
        rest = rest.dropFirst()
        return word
    }

    /// Takes `NAME=…`, the name in any case, and answers the value. An empty value is none.
    mutating func take(value names: String...) -> Word? {
        guard let word = current, let name = word.name?.lowercased(), names.contains(name), !word.value.isEmpty else {
            return nil
        }
        rest = rest.dropFirst()
        return word
    }

    /// The same at the statement's end.
    mutating func takeLast(value name: String) -> Word? {
        guard let word = rest.last, word.name?.lowercased() == name, !word.value.isEmpty else { return nil }
        rest = rest.dropLast()
        return word
    }

    /// Takes `WORD:`, without another colon in it; the answer has it without the colon.
    mutating func takeLabel() -> Word? {
        guard var word = current, word.text.utf8.last == UInt8(ascii: ":"),
            word.text.utf8.count > 1, word.text.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1
        else { return nil }
        rest = rest.dropFirst()
        word.text.removeLast()
        return word
    }

    /// Takes words up to the first of these.
    mutating func skip(to keywords: Set<String>) {
        rest = rest.drop { !keywords.contains($0.text.lowercased()) }
    }

    /// Takes a word that cannot be missing.
    mutating func expect(_ what: String, advice: String) throws(Slip) -> Word {
        guard let word = rest.popFirst() else { throw missing(what, advice: advice) }
        return word
    }

    func missing(_ what: String, advice: String) -> Slip { Slip(at: end, "\(what) is missing", advice: advice) }
}
