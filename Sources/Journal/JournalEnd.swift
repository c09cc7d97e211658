import Wire

/// Where the journal ends: what a writer that starts goes on from.
public struct JournalEnd: Sendable, Equatable {
    /// Nil: there is no file yet.
    public var file: JournalFolder.File?
    /// Of the file, in bytes; with what is torn.
    public var length = 0
    /// Of the last whole record; 0 where there is none.
    public var number: Int64 = 0
    public var hash = JournalHash.none
    /// Of the last whole record: which run of the daemon said it, and as which of its entries.
    public var run: String?
    public var token: UInt64 = 0
    /// What stands behind the last end of a line: a record that a crash tore.
    public var tornBytes = 0
    /// The last record is whole, and only the end of its line is missing.
    public var lacksLineEnd = false

    public init() {}

    /// So much of a file is looked at first, since its last record is there.
    private static let firstLook = 256 * 1024

    /// - Throws: where a file or the folder cannot be read.
    public init(of folder: JournalFolder, _ digest: JournalDigest) throws(JournalFailure) {
        let files = try folder.files()
        guard let newest = files.last else { return }
        file = newest
        for (index, file) in files.enumerated().reversed() {
            if try look(into: file, isNewest: index == files.count - 1, digest) { return }
        }
        // Nothing in any of them is whole: the numbers go on all the same.
        number = max(0, newest.number - 1)
    }

    /// Whether there is a whole record in the file.
    private mutating func look(
        into file: JournalFolder.File, isNewest: Bool, _ digest: JournalDigest
    ) throws(JournalFailure) -> Bool {
        var bytesMax = Self.firstLook
        while true {
            let end = try JournalFile.end(file.path, bytesMax: bytesMax)
            if isNewest {
                length = end.length
                tornBytes = end.bytes.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
                lacksLineEnd = tornBytes > 0 && take(end.bytes.suffix(tornBytes), digest)
                if lacksLineEnd {
                    tornBytes = 0
                    return true
                }
            }
            if take(lastOf: end, digest) { return true }
            guard end.isCut else { return false }
            bytesMax *= 8
        }
    }

    private mutating func take(lastOf end: JournalFile.End, _ digest: JournalDigest) -> Bool {
        guard let last = end.bytes.lastIndex(of: UInt8(ascii: "\n")) else { return false }
        return end.bytes[..<last].split(separator: UInt8(ascii: "\n")).reversed().contains { take($0, digest) }
    }

    /// Whether the line is a whole record.
    private mutating func take(_ line: ArraySlice<UInt8>, _ digest: JournalDigest) -> Bool {
        guard let record = try? JournalRecord(reading: line), let claimed = try? JournalRecord.hash(of: line),
            JournalRecord.hash(of: line, digest) == claimed
        else { return false }
        (number, hash, token) = (record.number, claimed, record.token)
        run = Self.run(of: record.body)
        return true
    }

    private static func run(of body: ArraySlice<UInt8>) -> String? {
        guard let body = try? JSONValue(reading: body, bounds: JournalEntry.bounds),
            case .string(let run)? = body["run"]
        else { return nil }
        return run
    }
}
