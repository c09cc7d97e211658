import Foundation
import TestRig
import Testing

@testable import Journal
@testable import stonith_journal

/// Whatever was done to the journal is named, and what a crash did is no tampering.
@Suite struct JournalChainTests {
    @Test func aJournalAsItWasWritten() throws {
        let journal = WrittenJournal(20)
        let chain = WrittenJournal.chain(journal.bytes)
        #expect(chain.findings.isEmpty)
        #expect(chain.entries == 20 && chain.first?.number == 1 && chain.last?.number == 20)
        #expect(chain.last?.hash == journal.hashes.last)
    }

    @Test func theHashIsTheOneOfOpenSSL() throws {
        let folder = try TemporaryFolder()
        let journal = WrittenJournal(1)
        let text = String(decoding: journal.lines[0], as: UTF8.self)
        let end = try #require(text.range(of: #","hash":"#))
        try folder.write("line", String(text[..<end.lowerBound]))
        let run = try ProcessRun.run("/usr/bin/openssl", ["dgst", "-sha256", folder.path("line")])
        #expect(run.output.contains(journal.hashes[0].description), "\(run.output)")
    }

    /// Some bits of each byte, and each byte taken out: no place is without effect.
    @Test func aByteEditedAnywhereIsFound() {
        let bytes = WrittenJournal(3).bytes
        for index in bytes.indices {
            for bit in [0, 2, 5] {
                var edited = bytes
                edited[index] ^= 1 << bit
                let found = WrittenJournal.chain(edited).findings
                #expect(found.contains { $0.isTampering }, "byte \(index), bit \(bit): \(found)")
            }
        }
        // The very last is the line's end, and says nothing.
        for index in bytes.indices.dropLast() {
            var edited = bytes
            edited.remove(at: index)
            #expect(WrittenJournal.chain(edited).findings.contains { $0.isTampering }, "without byte \(index)")
        }
    }

    @Test func theEditedEntryIsNamed() {
        for entry in 0..<5 {
            var journal = WrittenJournal(5)
            let index = journal.lines[entry].firstIndex(of: UInt8(ascii: "k")).map { $0 + 8 } ?? 0
            journal.lines[entry][index] ^= 1
            let found = WrittenJournal.chain(journal.bytes).findings
            #expect(found == [.init(kind: .edited(number: Int64(entry) + 1), file: "f", line: entry + 1)])
        }
    }

    /// Whoever edits an entry and makes its hash anew breaks the chain behind it.
    @Test func anEntryWithANewHash() {
        var journal = WrittenJournal(5)
        var forged = WrittenJournal(0, from: 3, after: journal.hashes[1])
        forged.add(body: #"{"kind":"test","run":"r","index":99}"#)
        journal.lines[2] = forged.lines[0]
        #expect(journal.findings == [.replaced(number: 4)])
    }

    @Test func missingEntries() {
        for entry in 1..<4 {
            var journal = WrittenJournal(5)
            journal.lines.remove(at: entry)
            #expect(journal.findings == [.missing(Int64(entry) + 1...Int64(entry) + 1)])
        }
        var journal = WrittenJournal(9)
        journal.lines.removeSubrange(2..<6)
        #expect(journal.findings == [.missing(3...6)])
    }

    @Test func swappedAndDoubledEntries() {
        var swapped = WrittenJournal(5)
        swapped.lines.swapAt(2, 3)
        #expect(swapped.findings == [.outOfOrder(number: 3)])
        var doubled = WrittenJournal(5)
        doubled.lines.insert(doubled.lines[1], at: 3)
        #expect(doubled.findings == [.doubled(number: 2)])
    }

    @Test func aCutEndIsFoundByItsHead() {
        let journal = WrittenJournal(9)
        var cut = journal
        cut.lines.removeLast(2)
        #expect(cut.findings.isEmpty)
        #expect(WrittenJournal.chain(cut.bytes, head: journal.hashes[8]).head == nil)
        #expect(WrittenJournal.chain(cut.bytes, head: journal.hashes[6]).head?.number == 7)
        #expect(WrittenJournal.chain(journal.bytes, head: journal.hashes[4]).head?.number == 5)
    }

    // MARK: Crashes

    @Test func aTornRecord() {
        let whole = WrittenJournal(3)
        let record = WrittenJournal(1, from: 4, after: whole.hashes[2]).lines[0]
        for count in 1..<record.count {
            let left = Array(record.prefix(count))
            let found = WrittenJournal.chain(whole.bytes + left).findings
            #expect(found.map(\.kind) == [.torn(bytes: count)])
            // The next writer ends the line and says how much of it there is.
            var next = whole
            next.lines.append(left)
            next.add(torn: Int64(count))
            let again = WrittenJournal.chain(next.bytes)
            #expect(again.findings.map(\.kind) == [.torn(bytes: count)], "\(count)")
            #expect(again.entries == 4)
        }
    }

    @Test func whatOnlyLooksTorn() {
        var journal = WrittenJournal(3)
        journal.lines.append(Array("{\"v\":1".utf8))
        journal.add(torn: 7)
        #expect(journal.findings == [.edited(number: 4)])
        var gone = WrittenJournal(3)
        gone.add(torn: 7)
        #expect(gone.findings == [.tornGone])
        let whole = WrittenJournal(3)
        #expect(WrittenJournal.chain(whole.bytes.dropLast() + [0]).findings.map(\.kind) == [.edited(number: 3)])
    }

    // MARK: Files and versions

    @Test func theChainGoesThroughItsFiles() {
        let first = WrittenJournal(3)
        let second = WrittenJournal(3, from: 4, after: first.hashes[2])
        var chain = JournalChain { WrittenJournal.digest($0) }
        chain.take(.init(path: "a", number: 1), first.bytes)
        chain.take(.init(path: "b", number: 4), second.bytes)
        #expect(chain.findings.isEmpty && chain.entries == 6)
        var lost = JournalChain { WrittenJournal.digest($0) }
        lost.take(.init(path: "b", number: 4), second.bytes)
        #expect(lost.findings.isEmpty && lost.first?.number == 4, "the oldest files go away")
        let third = WrittenJournal(3, from: 7, after: second.hashes[2])
        var broken = JournalChain { WrittenJournal.digest($0) }
        broken.take(.init(path: "a", number: 1), first.bytes)
        broken.take(.init(path: "c", number: 7), third.bytes)
        #expect(broken.findings == [.init(kind: .missing(4...6), file: "c", line: 1)])
        var misnamed = JournalChain { WrittenJournal.digest($0) }
        misnamed.take(.init(path: "a", number: 2), first.bytes)
        #expect(misnamed.findings.map(\.kind) == [.misnamed(number: 1)])
    }

    @Test func aLaterFormatIsNamedAndNoTampering() {
        var journal = WrittenJournal(3)
        let later = Array(#"{"v":2,"n":4,"whatever":true"#.utf8)
        journal.lines.append(later + Array(#","hash":"\#(WrittenJournal.digest(later[...]))"}"#.utf8))
        let found = WrittenJournal.chain(journal.bytes).findings
        #expect(found.map(\.kind) == [.version(2)] && found.allSatisfy { !$0.isTampering })
    }

    /// A number made up by somebody who can hash, too.
    @Test func numbersBeyondAllSense() {
        var journal = WrittenJournal(2)
        let far = WrittenJournal(1, from: 9_999_999_999_999_999, after: journal.hashes[1])
        journal.lines += far.lines
        #expect(journal.findings == [.missing(3...9_999_999_999_999_998)])
    }
}
