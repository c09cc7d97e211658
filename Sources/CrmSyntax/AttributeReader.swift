/// The words behind a statement's head, as crmsh cuts them: sections, and `name=value` in them.
struct AttributeReader {
    struct Attribute {
        var section: String
        var word: Word
        var name: String
        var value: String
    }

    let statement: Statement
    private(set) var attributes: [Attribute] = []

    /// - Parameters:
    ///   - words: what stands behind the head.
    ///   - initial: the section of words before the first keyword of one.
    init(_ statement: Statement, _ words: ArraySlice<Word>, initial: String, into report: inout Report) {
        self.statement = statement
        var (section, previous) = (initial, Optional<Attribute>.none)
        var expectsOperation = false
        for word in words {
            if expectsOperation {
                expectsOperation = false
            } else if !word.isQuoted, Statement.sections.contains(word.text.lowercased()) {
                (section, previous) = (word.text.lowercased(), nil)
                expectsOperation = section == "op"
            } else if let name = word.name, !name.isEmpty {
                let attribute = Attribute(section: section, word: word, name: String(name), value: word.value)
                attributes.append(attribute)
                previous = attribute
            } else if section == "params" {
                Self.explain(word, behind: previous, statement, &report)
            }
        }
    }

    /// A word of `params` without `=`.
    private static func explain(
        _ word: Word, behind previous: Attribute?, _ statement: Statement, _ report: inout Report
    ) {
        if let section = NearestName.of(word.text, among: Statement.sections) {
            report.add(.mistake, statement, word, "unknown word “\(word.text)”", advice: "write \(section)")
        } else if word.isKeyword("rule") {
            report.add(
                .mistake, statement, word, "stonithd knows no rules for parameters",
                advice: "give the parameters without a rule")
        } else if let previous, !DeviceParameter.isPlain(previous.name) {
            report.add(
                .mistake, statement, word, "a word without “=” behind the value of \(previous.name)",
                advice: "if it belongs to the value, put quotes around the whole: \(previous.name)=\"… …\"")
        } else if word.name != nil || word.text.hasPrefix("=") {
            report.add(.mistake, statement, word, "no name before “=”", advice: "write name=value without blanks")
        } else {
            report.add(
                .mistake, statement, word, "the parameter “\(shown(word))” has no “=”",
                advice: previous.map {
                    "write \(shown(word))=\"…\", or, if it belongs to \($0.name), \($0.name)=\"… \(shown(word))\""
                } ?? "write \(shown(word))=\"…\", without blanks in the name")
        }
    }

    private static func shown(_ word: Word) -> String { String(word.text.prefix(40)) }
}
