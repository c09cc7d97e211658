/// One word of a statement: quotes taken off, escapes resolved.
struct Word {
    var text: String
    /// In the logical line, with its quotes.
    var range: Range<Int>
    /// Whether any of it was quoted or escaped.
    var isQuoted = false
    /// Where a quoted part begins that seems to swallow what follows, since its closing quote is missing.
    var swallowing: Int?

    /// What stands before the first `=`; nil without one.
    var name: Substring? {
        text.utf8.firstIndex(of: UInt8(ascii: "=")).map { text[..<$0] }
    }

    /// What stands behind the first `=`; empty without one.
    var value: String {
        text.utf8.firstIndex(of: UInt8(ascii: "=")).map { String(text[text.index(after: $0)...]) } ?? ""
    }

    func isKeyword(_ words: String...) -> Bool { words.contains(text.lowercased()) }
}
