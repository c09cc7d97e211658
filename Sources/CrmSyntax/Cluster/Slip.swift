/// What is wrong in a statement, and where.
struct Slip: Error {
    /// In the logical line.
    var offset: Int
    var text: String
    var advice: String

    init(_ word: Word, _ text: String, advice: String) {
        self.init(at: word.range.lowerBound, text, advice: advice)
    }

    init(at offset: Int, _ text: String, advice: String) {
        (self.offset, self.text, self.advice) = (offset, text, advice)
    }
}

extension Word {
    /// For a message.
    var shown: String { "“\(text.prefix(40))”" }
}
