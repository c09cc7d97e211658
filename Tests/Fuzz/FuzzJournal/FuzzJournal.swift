import FuzzDriver
import Journal

/// What may stand in the journal's files, whoever wrote it, and what comes through the writer's pipes.
///
/// The first byte says where the second file begins; the rest is what the two hold.
enum FuzzJournal {
    /// No SHA-256, but as good where nobody forges: the fuzzer is to get past it.
    static func digest(_ bytes: ArraySlice<UInt8>) -> JournalHash {
        var sum: UInt8 = 0
        for byte in bytes { sum = sum &* 31 &+ byte }
        return JournalHash(digest: [UInt8](repeating: sum % 4, count: 32))
    }

    static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "\n")) }

    /// A record means the same once it was written again, and has one spelling.
    static func record(_ line: ArraySlice<UInt8>) {
        guard let record = try? JournalRecord(reading: line) else { return }
        let again = record.line(digest)
        guard JournalRecord.hash(of: line, digest) == (try? JournalRecord.hash(of: line)) else { return }
        precondition(Array(line) == again.bytes.dropLast(), "a record changed on its way")
        _ = JournalEntry(record)
    }

    static func chain(_ files: [ArraySlice<UInt8>]) {
        var chain = JournalChain(digest)
        for (index, file) in files.enumerated() {
            chain.take(JournalFolder.File(path: "\(index)", number: Int64(index) * 2), Array(file))
        }
        let findings = chain.findings
        let lineCount = files.reduce(0) { $0 + lines($1).count }
        precondition(chain.entries <= Int64(lineCount), "more entries than lines")
        precondition((chain.entries == 0) == (chain.last == nil), "entries without an end")
        guard let (first, last) = chain.first.flatMap({ first in chain.last.map { (first, $0) } }) else { return }
        precondition(first.number <= last.number, "an end before its beginning")
        // What is whole is whole: as many entries as numbers, and no line beside them.
        guard findings.isEmpty else { return }
        precondition(chain.entries == last.number - first.number + 1, "something is missing, and nothing is said")
        precondition(chain.entries == Int64(lineCount), "a line is nothing, and nothing is said")
    }

    static func pipes(_ line: ArraySlice<UInt8>) {
        if let reply = WriterReply(line) {
            precondition(WriterReply(reply.bytes.dropLast()) != nil, "a reply that nobody can read")
        }
        guard let entry = WriterLine.entry(line.dropFirst()) else { return }
        let again = WriterLine.journal(token: entry.token, entry.body)
        precondition(
            WriterLine.entry(again.dropFirst().dropLast())?.token == entry.token, "an entry changed on its way")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let first = input.first else { return 0 }
    let rest = input.dropFirst()
    for line in FuzzJournal.lines(rest) {
        FuzzJournal.record(line)
        FuzzJournal.pipes(line)
    }
    let cut = rest.startIndex + min(Int(first) * 8, rest.count)
    FuzzJournal.chain([rest[..<cut], rest[cut...]])
    FuzzJournal.chain([rest])
    return 0
}

@c(FuzzJournal_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
