/// Why bytes are not what the protocol allows.
public enum WireError: Error, Equatable, Sendable {
    /// A field reaches past the end of its frame.
    case truncated
    /// Bytes are left over behind the last field.
    case trailing
    /// A length that no frame may have.
    case badLength(UInt32)
    case badKind(UInt8)
    /// A number that stands for nothing, in the field named.
    case badValue(String, UInt32)
}

/// Reads the fields of one frame, in order, with every bound checked.
public struct FrameReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    public mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws(WireError) -> Number {
        var value: Number = 0
        for byte in try take(MemoryLayout<Number>.size) { value = value << 8 | Number(truncatingIfNeeded: byte) }
        return value
    }

    /// Text that is not UTF-8 comes out with replacement characters: an agent's odd output must not lose its result.
    public mutating func string() throws(WireError) -> String {
        let length = try integer(UInt32.self)
        return String(decoding: try take(Int(length)), as: UTF8.self)
    }

    public func end() throws(WireError) {
        if position != bytes.endIndex { throw .trailing }
    }

    private mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
