import Journal

/// `stonith journal show`: what was done and why, one entry a line.
struct ShowTask {
    let options: ReadingOptions

    init(_ options: ReadingOptions) { self.options = options }

    /// One entry as it will be shown.
    private struct Shown {
        var columns: [String]
        /// As it stands in the journal.
        var line: ArraySlice<UInt8>
    }

    func run() throws(JournalFailure) {
        var shown: [Shown] = []
        var unreadable = 0
        for file in try options.journal.filesOrFailure() {
            for line in try JournalFile.whole(file.path).split(separator: UInt8(ascii: "\n")) {
                guard let record = try? JournalRecord(reading: line), let entry = JournalEntry(record) else {
                    unreadable += 1
                    continue
                }
                if wants(entry) { shown.append(Shown(columns: EntryLine(entry).columns, line: line)) }
            }
            if let most = options.countMax { shown = Array(shown.suffix(most)) }
        }
        put(shown)
        if unreadable > 0 { Output.complain("\(unreadable) lines cannot be read; stonith journal verify names them") }
    }

    private func wants(_ entry: JournalEntry) -> Bool {
        if let since = options.since, entry.unixMilliseconds < since { return false }
        if let node = options.node, EntryLine.node(entry) != node { return false }
        if let request = options.request, !EntryLine.requests(entry).contains(request) { return false }
        return true
    }

    private func put(_ shown: [Shown]) {
        guard !options.asJSON else {
            for entry in shown { Output.answer(entry.line + [UInt8(ascii: "\n")]) }
            return
        }
        let last = EntryLine.columnCount - 1
        let widths = (0..<last).map { column in shown.map { $0.columns[column].count }.max() ?? 0 }
        for entry in shown {
            let filled = (0..<last).map { column in
                entry.columns[column] + String(repeating: " ", count: widths[column] - entry.columns[column].count)
            }
            Output.answer(filled.joined(separator: "  ") + "  " + entry.columns[last] + "\n")
        }
    }
}
