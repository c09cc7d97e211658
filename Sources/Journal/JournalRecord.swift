/// One line of the journal: what the daemon said, in an envelope that chains it to the line before.
///
/// `{"v":1,"n":17,"time":…,"prev":"…","token":3,"entry":{…},"hash":"…"}`, in this order and without blanks; `torn`
/// stands behind `prev` where it does. The hash is that of all bytes before `,"hash":`.
public struct JournalRecord: Sendable, Equatable {
    /// Why a line is no record.
    public enum Failure: Error, Sendable, Equatable {
        /// It is not written as a record is.
        case form
        /// A format that a later release writes.
        case version(Int64)
    }

    public static let version: Int64 = 1
    /// What a file's name has room for.
    private static let numbers: ClosedRange<Int64> = 1...9_999_999_999_999_999

    /// Counts from 1, for ever.
    public var number: Int64
    public var unixMilliseconds: Int64
    /// The hash of the record before.
    public var previous: JournalHash
    /// So many bytes before this line are a record that a crash tore: it was never acknowledged.
    public var tornBytes: Int64?
    /// Its number in the daemon's run, so that none is written twice.
    public var token: UInt64
    /// The daemon's JSON object.
    public var body: ArraySlice<UInt8>

    public init(
        number: Int64, unixMilliseconds: Int64, previous: JournalHash, tornBytes: Int64? = nil, token: UInt64,
        body: ArraySlice<UInt8>
    ) {
        self.number = number
        self.unixMilliseconds = unixMilliseconds
        self.previous = previous
        self.tornBytes = tornBytes
        self.token = token
        self.body = body
    }

    // MARK: Writing

    /// The line with its end, and its hash.
    public func line(_ digest: JournalDigest) -> (bytes: [UInt8], hash: JournalHash) {
        var line: [UInt8] = []
        line.reserveCapacity(body.count + 320)
        line += "{\"v\":\(Self.version),\"n\":\(number),\"time\":\(unixMilliseconds),\"prev\":\"".utf8
        line += previous.bytes
        line.append(UInt8(ascii: "\""))
        if let tornBytes { line += ",\"torn\":\(tornBytes)".utf8 }
        line += ",\"token\":\(token),\"entry\":".utf8
        line += body
        let hash = digest(line[...])
        line += Self.hashName
        line += hash.bytes
        line += Self.end
        line.append(UInt8(ascii: "\n"))
        return (line, hash)
    }

    private static let hashName = Array(",\"hash\":\"".utf8)
    private static let end = Array("\"}".utf8)
    private static let trailerCount = hashName.count + JournalHash.digits + end.count

    // MARK: Reading

    /// Reads the envelope; whether the hash is right is another question, and what the body says a third.
    ///
    /// - Parameter line: Without its end.
    public init(reading line: ArraySlice<UInt8>) throws(Failure) {
        var text = JournalText(line.dropLast(Self.trailerCount))
        try text.expect("{\"v\":")
        let version = try text.integer()
        guard version == Self.version else { throw .version(version) }
        try text.expect(",\"n\":")
        number = try text.integer()
        guard Self.numbers.contains(number) else { throw .form }
        try text.expect(",\"time\":")
        unixMilliseconds = try text.integer()
        try text.expect(",\"prev\":\"")
        previous = try text.hash()
        try text.expect("\"")
        tornBytes = text.take(",\"torn\":") ? try text.integer() : nil
        try text.expect(",\"token\":")
        token = UInt64(clamping: try text.integer())
        try text.expect(",\"entry\":")
        body = text.rest
        guard body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}") else { throw .form }
        _ = try Self.hash(of: line)
    }

    /// The hash that a line claims to have.
    public static func hash(of line: ArraySlice<UInt8>) throws(Failure) -> JournalHash {
        var text = JournalText(line.suffix(trailerCount))
        try text.expect(",\"hash\":\"")
        let hash = try text.hash()
        try text.expect("\"}")
        return hash
    }

    /// The hash that a line has.
    public static func hash(of line: ArraySlice<UInt8>, _ digest: JournalDigest) -> JournalHash {
        digest(line.dropLast(trailerCount))
    }
}

/// The envelope's words, one after the other.
private struct JournalText {
    private(set) var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { rest = text }

    mutating func take(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard rest.count >= count else { return false }
        let start = rest.startIndex
        for index in 0..<count where rest[start + index] != word.utf8Start[index] { return false }
        rest = rest.dropFirst(count)
        return true
    }

    mutating func expect(_ word: StaticString) throws(JournalRecord.Failure) {
        guard take(word) else { throw .form }
    }

    /// Digits without a sign or a leading zero, so that a number has one spelling.
    mutating func integer() throws(JournalRecord.Failure) -> Int64 {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else { throw .form }
        var number: Int64 = 0
        for digit in digits {
            let (tenfold, isBeyond) = number.multipliedReportingOverflow(by: 10)
            let (sum, isBeyondToo) = tenfold.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            guard !isBeyond, !isBeyondToo else { throw .form }
            number = sum
        }
        rest = rest.dropFirst(digits.count)
        return number
    }

    mutating func hash() throws(JournalRecord.Failure) -> JournalHash {
        guard let hash = JournalHash(hex: rest.prefix(JournalHash.digits)) else { throw .form }
        rest = rest.dropFirst(JournalHash.digits)
        return hash
    }
}
