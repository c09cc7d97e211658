import ClusterModel

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
        var (section, previous) = (initial, Attribute?.none)
        var rest = words
        while let word = rest.popFirst() {
            if !word.isQuoted, Statement.sections.contains(word.text.lowercased()) {
                (section, previous) = (word.text.lowercased(), nil)
                if section == "op" { rest = rest.dropFirst() }
            } else if let name = word.name, !name.isEmpty {
                let attribute = Attribute(section: section, word: word, name: String(name), value: word.value)
                attributes.append(attribute)
                previous = attribute
            } else if section == "params" {
                let skipped = Self.explainBlanks(word, next: rest.first, statement, &report)
                rest = rest.dropFirst(skipped)
                if skipped == 0 { Self.explain(word, behind: previous, next: rest.first, statement, &report) }
            }
        }
    }

    /// `name = value`: one mistake for three words; `passwd value`: one that does not show the value.
    /// Answers how many words behind the first belong to it.
    private static func explainBlanks(_ word: Word, next: Word?, _ statement: Statement, _ report: inout Report) -> Int
    {
        guard word.name == nil, let next else { return 0 }
        if DeviceParameter.secrets.contains(word.text), next.name == nil {
            report.add(
                .mistake, statement, word, "\(word.text) has no “=”", advice: "write \(word.text)=\"…\" without blanks")
            return 1
        }
        guard next.text.hasPrefix("=") else { return 0 }
        report.add(
            .mistake, statement, next, "blanks around “=”", advice: "write \(shown(word))=\"…\" without blanks")
        return next.text == "=" ? 2 : 1
    }

    /// A word of `params` without `=`.
    private static func explain(
        _ word: Word, behind previous: Attribute?, next: Word?, _ statement: Statement, _ report: inout Report
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
        } else if let name = next?.name, NameByte.areAll(name), NameByte.areAll(word.text) {
            report.add(
                .mistake, statement, word, "the parameter “\(shown(word))” has no “=”",
                advice: "if it belongs to the name behind it, remove the blank: \(shown(word))\(name)=…; "
                    + "if to a value, put quotes around the whole value")
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
