import Wire

/// What one line of the journal says, for those who read it.
public struct JournalEntry: Sendable, Equatable {
    static let bounds = JSONValue.Bounds(bytesMax: JournalFolder.bodyBytesMax, depthMax: 16)

    public var number: Int64
    public var unixMilliseconds: Int64
    /// The body's member of that name; empty where it has none.
    public var kind: String
    public var body: JSONValue

    /// Nil where the body is no JSON object.
    public init?(_ record: JournalRecord) {
        guard let body = try? JSONValue(reading: record.body, bounds: Self.bounds) else { return nil }
        number = record.number
        unixMilliseconds = record.unixMilliseconds
        kind = if case .string(let kind)? = body["kind"] { kind } else { "" }
        self.body = body
    }
}
