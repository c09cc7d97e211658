/// Something wrong in the configuration or the status, by which the scheduler still could decide.
public struct Complaint: Equatable, Sendable {
    public enum Level: Sendable, Equatable {
        case error
        case warning
        case notice
    }

    public var level: Level
    public var text: String
    /// The id of the element it is about; empty where it is about the whole.
    public var place: String

    public init(_ level: Level, _ text: String, place: String = "") {
        self.level = level
        self.text = text
        self.place = place
    }
}
