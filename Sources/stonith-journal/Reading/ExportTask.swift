import Journal

/// `stonith journal export`: the lines as they are, so that `verify` can read them elsewhere.
struct ExportTask {
    let options: ReadingOptions

    init(_ options: ReadingOptions) { self.options = options }

    func run() throws(JournalFailure) {
        var isWanted = false
        for file in try options.journal.filesOrFailure() {
            var bytes: [UInt8] = []
            for line in try JournalFile.whole(file.path).split(separator: UInt8(ascii: "\n")) {
                // What is no record, torn or edited, belongs to those around it.
                if let record = try? JournalRecord(reading: line) { isWanted = wants(record) }
                if isWanted { bytes += line + [UInt8(ascii: "\n")] }
            }
            Output.answer(bytes)
        }
    }

    private func wants(_ record: JournalRecord) -> Bool {
        if let since = options.since, record.unixMilliseconds < since { return false }
        return record.number >= options.from ?? 0 && record.number <= options.to ?? .max
    }
}
