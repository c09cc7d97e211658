import ClusterModel

/// One line of a policy: who, and what they may do.
public struct PolicyRule: Sendable, Equatable {
    /// A user or group as the file names it.
    public enum Account: Sendable, Equatable, Hashable {
        case number(UInt32)
        case name(String)
    }

    public enum Subject: Sendable, Equatable, Hashable {
        case user(Account)
        case group(Account)
        /// Whom no other line is about.
        case other
    }

    public var subject: Subject
    /// Empty for `none`.
    public var rights: Set<Right>
    /// Where the subject stands, counted from 1.
    public var line: Int
    public var column: Int

    public init(subject: Subject, rights: Set<Right>, line: Int, column: Int) {
        self.subject = subject
        self.rights = rights
        self.line = line
        self.column = column
    }
}
