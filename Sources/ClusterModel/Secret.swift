/// A value that must not be seen. Whatever prints it, prints `•••`.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    public init(_ value: String) { self.value = value }

    /// The value itself, for the moment it is handed to an agent.
    public func reveal() -> String { value }

    /// The text with `•••` wherever the value stands in it. A value of less than three bytes is no secret.
    public func redacted(_ text: String) -> String {
        let (bytes, secret) = (Array(text.utf8), Array(value.utf8))
        guard secret.count >= 3 else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: secret) {
                result += "•••".utf8
                index += secret.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
