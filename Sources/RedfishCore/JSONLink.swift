import Wire

/// A member that may be missing.
typealias JSONLink = JSONValue?

extension JSONValue {
    /// The text of a string; nil for everything else.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var number: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    var isNull: Bool { self == .null }
}
