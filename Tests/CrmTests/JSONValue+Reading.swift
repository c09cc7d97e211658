import Wire

extension JSONValue {
    /// A whole text, of any size that a test makes.
    init(ofUTF8 bytes: [UInt8]) throws {
        self = try JSONValue(reading: bytes[...], bounds: Bounds(bytesMax: 1 << 24, depthMax: 32))
    }

    /// Of the members, in their order; empty where this is no object.
    var names: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.name)
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
