/// Why a device's parameters are no device: what an operator has to change.
public struct ParameterMistake: Error, Equatable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    public static func missing(_ name: String) -> Self { Self("parameter \(name) is missing") }

    /// - Parameter allowed: goes on from "must be".
    public static func bad(_ name: String, _ value: String, _ allowed: String) -> Self {
        Self("parameter \(name) is \"\(value)\", and must be \(allowed)")
    }
}
