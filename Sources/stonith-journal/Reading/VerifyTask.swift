import Journal

/// `stonith journal verify`: follows the chain and names what is not as it was written.
struct VerifyTask {
    let options: ReadingOptions

    init(_ options: ReadingOptions) { self.options = options }

    private static let whole: Int32 = 0
    private static let changed: Int32 = 5

    func run() throws(JournalFailure) -> Int32 {
        let digest = SHA256()
        var chain = JournalChain(lookingFor: options.head) { digest($0) }
        for file in try files() { chain.take(file, try JournalFile.whole(file.path)) }
        for finding in chain.findings { Output.answer(VerifyWords.line(finding) + "\n") }
        Output.answer(VerifyWords.summary(chain))
        let isThere = options.head == nil || chain.head != nil
        if options.head != nil { Output.answer(VerifyWords.head(chain)) }
        return isThere && !chain.findings.contains(where: \.isTampering) ? Self.whole : Self.changed
    }

    /// The folder's, or those that are named: what was exported may begin with any entry.
    private func files() throws(JournalFailure) -> [JournalFolder.File] {
        guard options.files.isEmpty else { return options.files.map { JournalFolder.File(path: $0, number: 0) } }
        return try options.journal.filesOrFailure()
    }
}

/// What `verify` says.
enum VerifyWords {
    static func line(_ finding: JournalChain.Finding) -> String {
        Output.plain("\(finding.file):\(finding.line): \(what(finding.kind))")
    }

    private static func what(_ kind: JournalChain.Finding.Kind) -> String {
        switch kind {
        case .torn(let bytes):
            "torn: \(bytes) bytes of a record that a crash cut off; nobody was told that it is on disk"
        case .edited(let number): "edited: entry \(number) is not what was written"
        case .replaced(let number): "replaced: entry \(number) does not follow the one before it"
        case .missing(let numbers):
            numbers.count == 1
                ? "missing: entry \(numbers.lowerBound) is not there"
                : "missing: entries \(numbers.lowerBound) to \(numbers.upperBound) are not there"
        case .outOfOrder(let number): "out of order: entry \(number) stands at the wrong place"
        case .doubled(let number): "doubled: entry \(number) is there already"
        case .tornGone: "edited: the torn record that was before this line is gone"
        case .version(let version): "format version \(version): a later release wrote it; it is not verified here"
        case .misnamed(let number): "the file's name does not say that it begins with entry \(number)"
        }
    }

    static func summary(_ chain: JournalChain) -> String {
        guard let first = chain.first, let last = chain.last else { return "no entry can be read\n" }
        let verdict = chain.findings.contains(where: \.isTampering) ? "changed" : "whole"
        return """
            \(verdict): \(count(chain.entries, "entry", "entries")) in \(count(chain.files, "file", "files"))
            from  \(first.number) of \(SinceTime.text(first.unixMilliseconds))
            to    \(last.number) of \(SinceTime.text(last.unixMilliseconds))
            head  \(last.hash)

            """
    }

    private static func count(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    static func head(_ chain: JournalChain) -> String {
        guard let head = chain.head, let last = chain.last else {
            return "the head is not in the chain: the journal's end was cut, or it is another journal\n"
        }
        let time = SinceTime.text(head.unixMilliseconds)
        return "the head is entry \(head.number) of \(time); \(last.number - head.number) entries come after it\n"
    }
}
