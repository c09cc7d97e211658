/// One statement: its words, and its logical line for places and excerpts.
struct Statement {
    /// In lower case, as crmsh takes it.
    var keyword: String
    /// The keyword is the first.
    var words: [Word]
    var line: LogicalLine
    /// Whether a quote was never closed: what follows it is lost.
    var isBroken: Bool

    /// Nil for a comment or nothing.
    init?(_ line: LogicalLine, into report: inout Report) {
        guard !line.isEmpty, !line.isComment else { return nil }
        if let xml = Self(xml: line) {
            self = xml
            return
        }
        let outcome = WordScanner.scan(line.bytes)
        guard let first = outcome.words.first ?? Self.lone(line, outcome) else { return nil }
        keyword = first.text.lowercased()
        words = outcome.words.isEmpty ? [first] : outcome.words
        self.line = line
        isBroken = outcome.failure != nil
        if case .unclosed(let offset) = outcome.failure {
            report.add(
                .mistake, self, at: offset, "this quote is never closed",
                advice: "put its partner behind the value; a statement ends at a line without a backslash at its end")
        }
        for offset in isBroken ? [] : words.compactMap(\.swallowing) {
            isBroken = true
            report.add(
                .mistake, self, at: offset, "this quoted value runs into the next one",
                advice: "put the closing quote behind the value")
        }
    }

    /// `xml <…>`, whose quotes are not those of the language: one word behind the keyword.
    private init?(xml line: LogicalLine) {
        let keyword = line.bytes.prefix { !$0.isBlank && $0 != UInt8(ascii: "<") }
        guard keyword.elementsEqual("xml".utf8) else { return nil }
        let start = line.bytes[keyword.endIndex...].firstIndex { !$0.isBlank } ?? line.bytes.count
        self.keyword = "xml"
        words = [Word(text: "xml", range: 0..<keyword.endIndex)]
        if start < line.bytes.count {
            words.append(
                Word(text: String(decoding: line.bytes[start...], as: UTF8.self), range: start..<line.bytes.count))
        }
        self.line = line
        isBroken = false
    }

    private static func lone(_ line: LogicalLine, _ outcome: WordScanner.Outcome) -> Word? {
        outcome.failure.map { _ in Word(text: "", range: 0..<line.bytes.count) }
    }

    /// What an excerpt must not show, in bytes of the logical line. A word without `=` may be the rest of a value.
    var hidden: [Range<Int>] {
        guard !Keyword.harmless.contains(keyword) else { return isBroken ? [lost] : [] }
        var ranges: [Range<Int>] = []
        var follows = false
        // Parameters need no `params` before them.
        var isParameter = ["primitive", "rsc_template"].contains(keyword)
        for word in words {
            if let name = word.name {
                // `passwd = …` goes on.
                follows =
                    name.isEmpty && follows || isParameter && !DeviceParameter.isPlain(name) || mayBeSecret(word, name)
                guard follows || word.swallowing != nil else { continue }
                ranges.append(
                    min(word.range.lowerBound + name.utf8.count + 1, word.range.upperBound)..<word.range.upperBound)
            } else if Self.sections.contains(word.text.lowercased()) {
                follows = false
                isParameter = word.text.lowercased() == "params"
            } else if DeviceParameter.secrets.contains(word.text) {
                follows = true
            } else if follows {
                ranges.append(word.range)
            }
        }
        return isBroken ? ranges + [lost] : ranges
    }

    private func mayBeSecret(_ word: Word, _ name: Substring) -> Bool {
        guard keyword == "xml" else { return DeviceParameter.mayBeSecret(name) }
        return word.text.utf8.split { !NameByte.isAllowed($0) }.contains {
            DeviceParameter.mayBeSecret(Substring($0))
        }
    }

    static let sections = ["params", "meta", "op", "utilization", "operations"]

    /// What stands behind the last good word, but for a name.
    private var lost: Range<Int> {
        let end = line.bytes.count
        let from = min(words.last?.text.isEmpty == false ? words.last?.range.upperBound ?? 0 : 0, end)
        let name = line.bytes[from...].firstIndex(of: UInt8(ascii: "=")).map { $0 + 1 } ?? from
        return name..<end
    }
}
