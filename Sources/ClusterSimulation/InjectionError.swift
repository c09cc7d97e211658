/// What was to be made up cannot be.
public enum InjectionError: Error, Equatable, Sendable {
    /// Of an operation: its text, and what is wrong with it.
    case malformed(String, String)
    case noSuchResource(String, near: String?)
    /// It is there, but nothing is carried out for it: a group or a clone.
    case noPrimitive(String, kind: String)
    case noSuchNode(String, near: String?)
    /// `have-quorum` and `have-watchdog` are true or false.
    case noBoolean(option: String, String)

    public var text: String {
        switch self {
        case .malformed(let text, let reason): "\(text) is not an operation: \(reason)"
        case .noSuchResource(let id, let near): "there is no resource \(id)\(Self.guess(near))"
        case .noPrimitive(let id, let kind): "\(id) is a \(kind): name one of the primitives in it"
        case .noSuchNode(let name, let near): "there is no node \(name)\(Self.guess(near)) (-u NODE adds one)"
        case .noBoolean(let option, let text): "\(option) must be true or false, not \(text)"
        }
    }

    private static func guess(_ near: String?) -> String { near.map { "; \($0)?" } ?? "" }
}
