/// A person's word that a node is down. It is an authority, not a grade of evidence.
public struct Confirmation: Sendable, Equatable {
    /// How much the person was asked to do for it.
    public enum Manner: String, Sendable, CaseIterable {
        /// Answered y to the prompt; enough only where nothing shows that the node lives.
        case answered
        /// Typed the node's name.
        case typed
        /// Said `--force`.
        case forced
    }

    /// The user's name, as the kernel knows the caller.
    public var user: String
    /// `pts/0`; empty where there is none.
    public var terminal: String
    public var manner: Manner
    /// What showed that the node lives when the person confirmed.
    public var life: [String]

    public init(user: String, terminal: String, manner: Manner, life: [String] = []) {
        self.user = user
        self.terminal = terminal
        self.manner = manner
        self.life = life
    }

    /// `root on pts/0`.
    public var who: String { terminal.isEmpty ? user : "\(user) on \(terminal)" }
}
