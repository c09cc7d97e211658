/// A device's parameter as configured: the name in the clear, the value never printed, since most are near a password.
public struct Parameter: Sendable, Equatable {
    public let name: String
    public let value: Secret

    public init(name: String, value: Secret) {
        self.name = name
        self.value = value
    }
}
