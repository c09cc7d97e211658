/// One thing that is wrong, or doubtful, in what an operator wrote, with its place and what to write instead.
public struct Diagnostic: Sendable, Equatable {
    public enum Severity: String, Sendable, Comparable {
        /// It cannot be used.
        case mistake
        /// It can be used, and probably is not what was meant.
        case warning

        public static func < (left: Severity, right: Severity) -> Bool { left == .mistake && right == .warning }
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
    /// The part of the source line around the place, with values that may be secret as `•`; may be empty.
    public var excerpt = ""
    /// Blanks that put a caret under the place in `excerpt`.
    public var indent = ""

    public init(_ severity: Severity, line: Int, column: Int, text: String, advice: String) {
        self.severity = severity
        self.line = line
        self.column = column
        self.text = text
        self.advice = advice
    }

    /// `FILE:LINE:COL: mistake: …`, then the source line, and a caret with the advice behind it, without a last line
    /// feed.
    public func rendered(file: String) -> String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        let head = "\(place): \(severity.rawValue): \(text)"
        guard !excerpt.isEmpty else { return advice.isEmpty ? head : "\(head)\n    \(advice)" }
        return "\(head)\n    \(excerpt)\n    \(indent)^\(advice.isEmpty ? "" : " " + advice)"
    }
}
