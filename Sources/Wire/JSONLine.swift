/// One JSON object on one line, its members in the order they were added (RFC 8259).
public struct JSONLine: Sendable {
    private var body: [UInt8] = []

    public init() {}

    public mutating func add(_ name: String, _ value: String?) {
        begin(name)
        if let value { appendQuoted(value) } else { append("null") }
    }

    public mutating func add(_ name: String, _ value: Int64?) {
        begin(name)
        append(value.map(String.init) ?? "null")
    }

    public mutating func add(_ name: String, _ value: Bool) {
        begin(name)
        append(value ? "true" : "false")
    }

    public mutating func add(_ name: String, _ value: JSONLine) {
        begin(name)
        append(value)
    }

    public mutating func add(_ name: String, _ values: [String]) {
        beginList(name)
        for (index, value) in values.enumerated() {
            if index > 0 { append(",") }
            appendQuoted(value)
        }
        append("]")
    }

    public mutating func add(_ name: String, _ values: [Int64]) {
        beginList(name)
        append(values.map(String.init).joined(separator: ","))
        append("]")
    }

    public mutating func add(_ name: String, _ values: [JSONLine]) {
        beginList(name)
        for (index, value) in values.enumerated() {
            if index > 0 { append(",") }
            append(value)
        }
        append("]")
    }

    /// The object and the line's end.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 3)
        bytes.append(UInt8(ascii: "{"))
        bytes += body
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// The same as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Writing

    private mutating func begin(_ name: String) {
        if !body.isEmpty { append(",") }
        appendQuoted(name)
        append(":")
    }

    private mutating func beginList(_ name: String) {
        begin(name)
        append("[")
    }

    private mutating func append(_ text: String) { body.append(contentsOf: text.utf8) }

    private mutating func append(_ object: JSONLine) {
        append("{")
        body.append(contentsOf: object.body)
        append("}")
    }

    private mutating func appendQuoted(_ text: String) {
        body.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: Self.isEscaped) {
            for byte in text.utf8 { appendEscaped(byte) }
        } else {
            append(text)
        }
        body.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case 0..<0x20, 0x7F: append(Self.escape(byte))
        default: body.append(byte)
        }
    }

    private static func escape(_ byte: UInt8) -> String {
        (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
    }
}
