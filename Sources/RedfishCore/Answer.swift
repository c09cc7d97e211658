import Wire

/// What a service answered to one request.
public struct Answer: Equatable, Sendable {
    public var status: Int
    /// The header Location: a task's or a session's resource.
    public var location: String?
    /// The header X-Auth-Token. A secret.
    public var token: String?
    /// The header Retry-After.
    public var retryAfter: String?
    public var body: [UInt8]

    public init(
        status: Int, location: String? = nil, token: String? = nil, retryAfter: String? = nil, body: [UInt8] = []
    ) {
        self.status = status
        self.location = location
        self.token = token
        self.retryAfter = retryAfter
        self.body = body
    }

    static let bounds = JSONValue.Bounds(bytesMax: 1 << 20, depthMax: 24)

    var isSuccess: Bool { (200..<300).contains(status) }

    /// The service cannot just now: 503, and 429 where it was asked too often.
    var isBusy: Bool { status == 503 || status == 429 }

    /// The body read. Services put bytes into serial numbers and asset tags that JSON does not know (what lies in an
    /// empty chip): control characters are read as blanks, and what is no UTF-8 as U+FFFD.
    func json() throws(JSONError) -> JSONValue {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = body.starts(with: mark) ? body.dropFirst(mark.count) : body[...]
        let cleaned = text.map { $0 < 0x20 ? 0x20 : $0 }
        do { return try JSONValue(reading: cleaned[...], bounds: Self.bounds) } catch {
            guard error.reason == .notUTF8 else { throw error }
            let repaired = Array(String(decoding: cleaned, as: UTF8.self).utf8)
            return try JSONValue(reading: repaired[...], bounds: Self.bounds)
        }
    }

    /// The same, where nothing depends on it.
    var anyJSON: JSONValue? { try? json() }

    /// How long the service asks to be left alone, in milliseconds; nil where it does not say, or gives a date.
    var retryMilliseconds: Int64? {
        guard let text = retryAfter, let seconds = Int64(text), (0...3600).contains(seconds) else { return nil }
        return seconds * 1000
    }
}
