import Glibc

/// The newest entries of the journal, as a daemon that starts reads them. Whether the chain holds is for `verify`.
public struct JournalTail: Sendable, Equatable {
    /// Oldest first.
    public var entries: [JournalEntry] = []
    /// What an operator should know of what could not be read.
    public var complaints: [String] = []

    /// A writer of before is given so long to write what it still has.
    public static let lockMilliseconds: Int32 = 3000
    private static let lookMilliseconds: Int32 = 5

    /// Reads from the end of the newest files until it has so many bytes. A missing folder is an empty journal.
    ///
    /// - Parameter wait: so many milliseconds, at most, for a writer that is still at work.
    public static func read(
        folder: JournalFolder, bytesMax: Int, wait: Int32 = JournalTail.lockMilliseconds
    ) -> JournalTail {
        var tail = JournalTail()
        if !isFree(folder.lock, wait) {
            tail.complaints.append("an earlier writer of the journal \(folder.path) is still at work")
        }
        do throws(JournalFailure) { try tail.take(folder, bytesMax) } catch {
            tail.complaints.append("the journal is not known: \(error.text)")
        }
        return tail
    }

    private static func isFree(_ lock: String, _ wait: Int32) -> Bool {
        let file = open(lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return true }
        defer { close(file) }
        var left = wait
        while flock(file, LOCK_SH | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, left > 0 else { return false }
            left -= lookMilliseconds
            poll(nil, 0, lookMilliseconds)
        }
        return true
    }

    private mutating func take(_ folder: JournalFolder, _ bytesMax: Int) throws(JournalFailure) {
        var room = bytesMax
        var parts: [[JournalEntry]] = []
        for file in try folder.files().reversed() where room > 0 {
            let end = try JournalFile.end(file.path, bytesMax: room)
            room -= end.bytes.count
            parts.append(entries(of: end, file.path))
        }
        entries = parts.reversed().flatMap { $0 }
    }

    private mutating func entries(of end: JournalFile.End, _ path: String) -> [JournalEntry] {
        var lines = JournalLines(end.bytes[...])
        if end.isCut { _ = lines.next() }
        var (entries, bad) = ([JournalEntry](), 0)
        entries.reserveCapacity(end.bytes.count / 256)
        // The line before, where it is no record: torn, if the next one says so.
        var puzzle: Int?
        while let line = lines.next() {
            guard let record = try? JournalRecord(reading: line.text), let entry = JournalEntry(record) else {
                if puzzle != nil { bad += 1 }
                puzzle = line.isWhole ? line.text.count : nil
                continue
            }
            if let puzzle, record.tornBytes != Int64(puzzle) { bad += 1 }
            puzzle = nil
            entries.append(entry)
        }
        if puzzle != nil { bad += 1 }
        if bad > 0 { complaints.append("\(bad) lines of \(path) cannot be read (stonith journal verify)") }
        return entries
    }
}
