/// What one JSON text says (RFC 8259).
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number that is no Int64, as it was written: nothing here needs one, and so none is rounded.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    /// In the order they were written; no name comes twice.
    case object([Member])

    public struct Member: Sendable, Equatable {
        public var name: String
        public var value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// How much a text may ask of its reader.
    public struct Bounds: Sendable, Equatable {
        public var bytesMax: Int
        /// Arrays and objects within each other.
        public var depthMax: Int

        public init(bytesMax: Int, depthMax: Int = 8) {
            self.bytesMax = bytesMax
            self.depthMax = depthMax
        }
    }

    /// Reads a whole text. Stricter than the standard where it leaves the choice: a name that comes twice in one
    /// object, half of a surrogate pair and bytes that are not UTF-8 are refused.
    public init(reading bytes: ArraySlice<UInt8>, bounds: Bounds) throws(JSONError) {
        var reader = JSONReader(bytes, bounds)
        self = try reader.whole()
    }

    /// The member of that name; nil where this is no object or has none.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// Where and why bytes are no JSON text that is taken here.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
        case tooLong
        case tooDeep
        /// The text ends in the middle.
        case ended
        /// A byte that cannot stand there.
        case unexpected(UInt8)
        case badNumber
        case badEscape
        case loneSurrogate
        case notUTF8
        case nameTwice(String)
    }

    public var reason: Reason
    /// Bytes from the beginning of the text.
    public var offset: Int

    public init(_ reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(what) at byte \(offset)" }

    private var what: String {
        switch reason {
        case .tooLong: "the text is too long, cut"
        case .tooDeep: "too many arrays and objects within each other"
        case .ended: "the text ends too early"
        case .unexpected(let byte): "unexpected \(Self.name(byte))"
        case .badNumber: "a number that JSON does not know"
        case .badEscape: "an escape that JSON does not know"
        case .loneSurrogate: "half of a surrogate pair"
        case .notUTF8: "bytes that are not UTF-8"
        case .nameTwice(let name): "the name \"\(name.prefix(64))\" a second time"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        guard (0x21...0x7E).contains(byte) else { return "byte 0x" + String(byte, radix: 16) }
        return "'\(Unicode.Scalar(byte))'"
    }
}
