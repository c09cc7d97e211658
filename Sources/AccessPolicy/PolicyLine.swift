/// One line of a policy, cut into words.
struct PolicyLine {
    struct Word {
        var text: String
        /// In characters, counted from 1.
        var column: Int
    }

    let number: Int
    /// Up to a `#`.
    let words: [Word]

    /// - Parameter text: without the line feed.
    init(_ text: String, number: Int) {
        self.number = number
        var words: [Word] = []
        var (word, column) = (String.UnicodeScalarView(), 0)
        for scalar in Array(text.unicodeScalars.prefix { $0 != "#" }) + [" "] {
            column += 1
            if !Self.isBlank(scalar) {
                word.append(scalar)
            } else if !word.isEmpty {
                words.append(Word(text: String(word), column: column - word.count))
                word = .init()
            }
            if words.count > Self.wordsMax { break }
        }
        self.words = words
    }

    /// More are as wrong as these.
    private static let wordsMax = 64

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || (9...13).contains(scalar.value)
    }

    /// What was read from the file, for a message: short, and without control characters.
    static func shown(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(40) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
