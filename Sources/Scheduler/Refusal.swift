/// The configuration asks for something that this scheduler does not know yet: deciding without it would be deciding
/// wrongly.
public struct Refusal: Error, Equatable, Sendable {
    /// In words: "promotable clones".
    public var feature: String
    /// Of the element that asks for it.
    public var id: String
    /// What an operator may do about it, a sentence without its full stop.
    public var remedy: String

    public init(_ feature: String, id: String, remedy: String) {
        self.feature = feature
        self.id = id
        self.remedy = remedy
    }
}

extension Refusal: CustomStringConvertible {
    public var description: String { "\(id): \(feature) cannot be scheduled yet; \(remedy)" }
}
