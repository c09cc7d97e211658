/// One thing that is wrong, or doubtful, in a policy, with its place and what to write instead.
public struct PolicyRemark: Sendable, Equatable {
    public enum Severity: String, Sendable {
        /// The policy cannot be used.
        case mistake
        /// It can be used, and probably is not what was meant.
        case warning
    }

    public var severity: Severity
    /// Counted from 1; 0 where it is about the file as a whole.
    public var line: Int
    /// In characters, counted from 1.
    public var column: Int
    /// What is wrong.
    public var text: String
    /// What to write instead; may be empty.
    public var advice: String

    /// `FILE:LINE:COL: mistake: …`, and below it the advice, without a last line feed.
    public func rendered(file: String) -> String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        let head = "\(place): \(severity.rawValue): \(text)"
        return advice.isEmpty ? head : "\(head)\n    \(advice)"
    }
}
