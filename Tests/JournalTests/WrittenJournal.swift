import Foundation
import Journal
import TestRig

@testable import stonith_journal

/// A journal that is written line by line, to be spoilt.
struct WrittenJournal {
    /// One of its own each time: a digest has a state, and tests run at once.
    static func digest(_ bytes: ArraySlice<UInt8>) -> JournalHash { SHA256()(bytes) }

    var lines: [[UInt8]] = []
    private(set) var hashes: [JournalHash] = []
    private var number: Int64 = 0
    private var previous = JournalHash.none

    /// - Parameter count: of entries.
    init(_ count: Int, from first: Int64 = 1, after previous: JournalHash = .none) {
        number = first - 1
        self.previous = previous
        for _ in 0..<count { add() }
    }

    mutating func add(torn: Int64? = nil, body: String? = nil) {
        number += 1
        let body = body ?? #"{"kind":"test","run":"r","index":\#(number)}"#
        let record = JournalRecord(
            number: number, unixMilliseconds: 1_700_000_000_000 + number, previous: previous, tornBytes: torn,
            token: UInt64(number), body: Array(body.utf8)[...])
        let line = record.line { Self.digest($0) }
        lines.append(Array(line.bytes.dropLast()))
        hashes.append(line.hash)
        previous = line.hash
    }

    var bytes: [UInt8] { lines.flatMap { $0 + [UInt8(ascii: "\n")] } }

    // MARK: Reading it

    static func chain(_ bytes: [UInt8], head: JournalHash? = nil) -> JournalChain {
        var chain = JournalChain(lookingFor: head) { digest($0) }
        chain.take(JournalFolder.File(path: "f", number: 1), bytes)
        return chain
    }

    /// What is found in it, without the place.
    var findings: [JournalChain.Finding.Kind] { Self.chain(bytes).findings.map(\.kind) }
}
