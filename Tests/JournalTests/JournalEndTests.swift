import Foundation
import TestRig
import Testing

@testable import Journal
@testable import stonith_journal

/// Where a writer that starts goes on, and what a daemon that starts reads.
@Suite struct JournalEndTests {
    private let room: TemporaryFolder
    private let folder: JournalFolder

    init() throws {
        room = try TemporaryFolder()
        folder = JournalFolder(room.root)
    }

    private func write(_ bytes: [UInt8], from number: Int64 = 1) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file(beginningWith: number).path))
    }

    private func end() throws -> JournalEnd { try JournalEnd(of: folder) { WrittenJournal.digest($0) } }

    @Test func ofNothing() throws {
        #expect(try end() == JournalEnd())
        #expect(try JournalEnd(of: JournalFolder(room.path("none"))) { WrittenJournal.digest($0) } == JournalEnd())
        #expect(JournalTail.read(folder: JournalFolder(room.path("none")), bytesMax: 1000) == JournalTail())
    }

    @Test func ofWholeRecords() throws {
        let journal = WrittenJournal(7)
        try write(journal.bytes)
        let end = try end()
        #expect(end.number == 7 && end.hash == journal.hashes[6] && end.token == 7 && end.run == "r")
        #expect(end.length == journal.bytes.count && end.tornBytes == 0 && !end.lacksLineEnd)
    }

    /// After every byte that a crash could leave.
    @Test func ofATornRecord() throws {
        let journal = WrittenJournal(3)
        let before = journal.lines[0].count + journal.lines[1].count + 2
        for count in before...(journal.bytes.count - 1) {
            try write(Array(journal.bytes.prefix(count)))
            let end = try end()
            let isWhole = count == journal.bytes.count - 1
            #expect(end.number == (isWhole ? 3 : 2) && end.lacksLineEnd == isWhole, "\(count)")
            #expect(end.tornBytes == (isWhole ? 0 : count - before) && end.length == count)
        }
    }

    @Test func anEditedRecordIsNoEnd() throws {
        var journal = WrittenJournal(3)
        journal.lines[2][30] ^= 1
        try write(journal.bytes)
        #expect(try end().number == 2)
        try write(Array("garbage\n".utf8), from: 3)
        #expect(try end().number == 2)
    }

    @Test func numbersGoOnWhenNothingIsWhole() throws {
        try write(Array("garb".utf8), from: 41)
        let end = try end()
        #expect(end.number == 40 && end.hash == .none && end.tornBytes == 4)
    }

    // MARK: The tail

    @Test func theTailHasTheNewestEntries() throws {
        let first = WrittenJournal(10)
        try write(first.bytes)
        try write(WrittenJournal(5, from: 11, after: first.hashes[9]).bytes, from: 11)
        let all = JournalTail.read(folder: folder, bytesMax: .max)
        #expect(all.complaints.isEmpty && all.entries.map(\.number) == Array(1...15))
        #expect(all.entries[4].kind == "test" && all.entries[4].body["index"] == .integer(5))
        let line = first.lines[0].count + 1
        let some = JournalTail.read(folder: folder, bytesMax: 8 * line)
        #expect(some.complaints.isEmpty && some.entries.last?.number == 15)
        #expect((7...8).contains(some.entries.count), "\(some.entries.count)")
    }

    @Test func theTailSaysWhatItCannotRead() throws {
        var journal = WrittenJournal(3)
        journal.lines.append(Array("torn".utf8))
        journal.add(torn: 4)
        try write(journal.bytes + Array("{\"v\":1,".utf8))
        #expect(JournalTail.read(folder: folder, bytesMax: .max).complaints.isEmpty, "torn is no complaint")
        journal.lines.append(Array("nothing".utf8))
        journal.add()
        try write(journal.bytes)
        let tail = JournalTail.read(folder: folder, bytesMax: .max)
        #expect(tail.entries.count == 5)
        #expect(tail.complaints.count == 1 && tail.complaints[0].hasPrefix("1 lines of "), "\(tail.complaints)")
    }

    @Test func theTailWaitsForAWriterAtWork() throws {
        try write(WrittenJournal(1).bytes)
        let lock = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(lock, LOCK_EX) == 0)
        let thread = Thread {
            try? self.write(WrittenJournal(2).bytes)
            close(lock)
        }
        thread.start()
        let tail = JournalTail.read(folder: folder, bytesMax: .max)
        #expect(tail.entries.count == 2 && tail.complaints.isEmpty)
    }
}
