/// Follows the chain from the first line of the journal to the last, and names each line that is not as it was written.
public struct JournalChain {
    /// What is wrong, and where.
    public struct Finding: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            /// A crash tore this record while it was written; nobody was told that it is there.
            case torn(bytes: Int)
            /// The line is not what was written: its own hash is another.
            case edited(number: Int64)
            /// Its hash is right, and yet the one before is not the one that it names.
            case replaced(number: Int64)
            case missing(ClosedRange<Int64>)
            case outOfOrder(number: Int64)
            case doubled(number: Int64)
            /// The record says that a torn one is before it, and that is gone.
            case tornGone
            /// A later release wrote it.
            case version(Int64)
            /// The file's name says that it begins with another entry.
            case misnamed(number: Int64)
        }

        public var kind: Kind
        public var file: String
        /// From 1.
        public var line: Int

        /// Whether somebody changed the journal: all but a crash and a later release.
        public var isTampering: Bool {
            switch kind {
            case .torn, .version: false
            case .edited, .replaced, .missing, .outOfOrder, .doubled, .tornGone, .misnamed: true
            }
        }
    }

    /// Where an entry stands.
    public struct Place: Sendable, Equatable {
        public var number: Int64
        public var unixMilliseconds: Int64
        public var hash: JournalHash
    }

    private struct Puzzle {
        var line: Int
        var text: ArraySlice<UInt8>
        var isWhole: Bool
    }

    private let digest: JournalDigest
    /// Nil: look for no head.
    private let wanted: JournalHash?
    private var file = JournalFolder.File(path: "", number: 0)
    private var lineNumber = 0
    private var found: [Finding] = []
    /// A line that is no record: torn, if the next one says so.
    private var puzzle: Puzzle?
    /// Of entries that were passed over, with the line where that was seen; they may still come.
    private var gaps: [(numbers: ClosedRange<Int64>, file: String, line: Int)] = []
    /// The first bytes of each entry's hash.
    private var seen: [Int64: UInt64] = [:]
    /// Lines since the last entry that cannot be read: each stands for one.
    private var passed: Int64 = 0

    public private(set) var files = 0
    public private(set) var entries: Int64 = 0
    public private(set) var first: Place?
    public private(set) var last: Place?
    /// The entry with the hash that was asked for.
    public private(set) var head: Place?

    public init(lookingFor head: JournalHash? = nil, _ digest: @escaping JournalDigest) {
        wanted = head
        self.digest = digest
    }

    /// All that is wrong, in the order of files and lines.
    public var findings: [Finding] {
        found + gaps.map { Finding(kind: .missing($0.numbers), file: $0.file, line: $0.line) }
    }

    // MARK: Files and lines

    /// The next file, the oldest first. One whose number is 0 may begin with any entry.
    public mutating func take(_ file: JournalFolder.File, _ bytes: [UInt8]) {
        self.file = file
        files += 1
        lineNumber = 0
        var lines = JournalLines(bytes[...])
        while let line = lines.next() {
            lineNumber += 1
            take(line)
        }
        settle(nil)
    }

    private mutating func take(_ line: JournalLines.Line) {
        let record: JournalRecord
        do throws(JournalRecord.Failure) { record = try JournalRecord(reading: line.text) } catch {
            settle(nil)
            // Every format ends with the hash of what is before it: so an edited version is not taken for a later one.
            guard case .version(let version) = error, isHashed(line.text) else {
                puzzle = Puzzle(line: lineNumber, text: line.text, isWhole: line.isWhole)
                return
            }
            passed += 1
            return find(.version(version))
        }
        settle(record)
        guard isHashed(line.text), let hash = try? JournalRecord.hash(of: line.text) else {
            return edited(line: lineNumber)
        }
        follow(record, hash)
    }

    private func isHashed(_ line: ArraySlice<UInt8>) -> Bool {
        (try? JournalRecord.hash(of: line)) == JournalRecord.hash(of: line, digest)
    }

    /// The puzzling line is torn when the record behind it says so, or when nothing stands behind it and its end is
    /// missing.
    private mutating func settle(_ next: JournalRecord?) {
        guard let puzzle else {
            if next?.tornBytes != nil { find(.tornGone) }
            return
        }
        self.puzzle = nil
        if next.map({ $0.tornBytes == Int64(puzzle.text.count) }) ?? isBeginning(puzzle) {
            find(.torn(bytes: puzzle.text.count), line: puzzle.line)
        } else {
            edited(line: puzzle.line)
        }
    }

    /// What a crash leaves is the beginning of a record; a whole one with more behind it is somebody's work.
    private func isBeginning(_ puzzle: Puzzle) -> Bool {
        !puzzle.isWhole && (try? JournalRecord(reading: puzzle.text.dropLast())) == nil
    }

    /// What such a line says of itself is worth nothing: it stands where the next one is expected.
    private mutating func edited(line: Int) {
        find(.edited(number: (last?.number ?? max(0, file.number - 1)) + 1 + passed), line: line)
        passed += 1
    }

    // MARK: The chain

    private mutating func follow(_ record: JournalRecord, _ hash: JournalHash) {
        if let last, record.number <= last.number { return again(record, hash) }
        if lineNumber == 1, file.number > 0, record.number != file.number { find(.misnamed(number: record.number)) }
        check(record)
        passed = 0
        let place = Place(number: record.number, unixMilliseconds: record.unixMilliseconds, hash: hash)
        if first == nil { first = place }
        last = place
        count(place)
    }

    /// Whether it follows the last one, of which those that cannot be read may be in between.
    private mutating func check(_ record: JournalRecord) {
        let expected = (last?.number ?? record.number - 1) + 1
        // Where older files were removed nobody knows what the first entry may name.
        let before = last?.hash ?? (record.number == 1 ? .none : record.previous)
        if record.number == expected {
            if record.previous != before { find(.replaced(number: record.number)) }
        } else if record.number > expected + passed {
            gaps.append((expected + passed...record.number - 1, file.path, lineNumber))
        }
    }

    /// A number that was passed already.
    private mutating func again(_ record: JournalRecord, _ hash: JournalHash) {
        if let gap = gaps.firstIndex(where: { $0.numbers.contains(record.number) }) {
            fill(gap, record.number)
            find(.outOfOrder(number: record.number))
            count(Place(number: record.number, unixMilliseconds: record.unixMilliseconds, hash: hash))
        } else if seen[record.number] == Self.short(hash) {
            find(.doubled(number: record.number))
        } else if let first, record.number < first.number {
            find(.outOfOrder(number: record.number))
        } else {
            find(.replaced(number: record.number))
        }
    }

    private mutating func fill(_ index: Int, _ number: Int64) {
        let gap = gaps.remove(at: index)
        let (low, high) = (gap.numbers.lowerBound, gap.numbers.upperBound)
        if number < high { gaps.insert((number + 1...high, gap.file, gap.line), at: index) }
        if number > low { gaps.insert((low...number - 1, gap.file, gap.line), at: index) }
    }

    private mutating func count(_ place: Place) {
        entries += 1
        seen[place.number] = Self.short(place.hash)
        if place.hash == wanted { head = place }
    }

    private static func short(_ hash: JournalHash) -> UInt64 {
        hash.bytes.prefix(16).reduce(0) { number, digit in
            number << 4 | UInt64(digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10)
        }
    }

    private mutating func find(_ kind: Finding.Kind, line: Int? = nil) {
        found.append(Finding(kind: kind, file: file.path, line: line ?? lineNumber))
    }
}
