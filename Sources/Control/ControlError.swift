import Wire

/// Why a request is not carried out: what the daemon answers, and what a decoder throws.
public struct ControlError: Error, Sendable, Equatable {
    /// A stable word. A client may be told one that its release does not know.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        public static let badJSON = Code(rawValue: "bad-json")
        public static let tooLong = Code(rawValue: "too-long")
        public static let unknownVerb = Code(rawValue: "unknown-verb")
        /// `member` says which.
        public static let badValue = Code(rawValue: "bad-value")
        public static let notAllowed = Code(rawValue: "not-allowed")
        public static let noSuchNode = Code(rawValue: "no-such-node")
        public static let noSuchDevice = Code(rawValue: "no-such-device")
        public static let noSuchRequest = Code(rawValue: "no-such-request")
        /// A confirmation that nobody asked for.
        public static let noRequest = Code(rawValue: "no-request")
        /// `life` says what shows that the node lives.
        public static let alive = Code(rawValue: "alive")
        public static let busy = Code(rawValue: "busy")
        /// The confirmation was for another request than the one that waits now.
        public static let requestChanged = Code(rawValue: "request-changed")
        /// The confirmation was taken, and yet nobody knows whether the node stays down.
        public static let unknown = Code(rawValue: "unknown")
        /// `versions` says which the daemon speaks.
        public static let version = Code(rawValue: "version")
        public static let stopping = Code(rawValue: "stopping")
    }

    public var code: Code
    /// In a sentence for an operator.
    public var text: String
    /// The request's, as far as they could be read.
    public var verb: String?
    public var tag: String?
    public var member: String?
    public var life: [String]
    public var versions: [Int64]

    public init(_ code: Code, _ text: String, member: String? = nil) {
        self.code = code
        self.text = text
        self.member = member
        verb = nil
        tag = nil
        life = []
        versions = []
    }

    init(_ error: JSONError) { self.init(error.reason == .tooLong ? .tooLong : .badJSON, "no JSON: \(error)") }

    /// The same, as the answer to a certain request.
    public func answering(verb: String?, tag: String?) -> ControlError {
        var error = self
        error.verb = verb
        error.tag = tag
        return error
    }

    var line: JSONLine {
        var line = JSONLine()
        line.add("event", "error")
        if let verb { line.add("verb", verb) }
        if let tag { line.add("tag", tag) }
        line.add("code", code.rawValue)
        if let member { line.add("member", member) }
        line.add("text", text)
        if !life.isEmpty { line.add("life", life) }
        if !versions.isEmpty { line.add("versions", versions) }
        return line
    }

    init(_ fields: JSONFields) throws(ControlError) {
        self.init(Code(rawValue: try fields.string("code")), try fields.string("text"))
        verb = try fields.optionalString("verb")
        tag = try fields.optionalString("tag")
        member = try fields.optionalString("member")
        life = try fields.strings("life")
        versions = try fields.integers("versions")
    }
}
