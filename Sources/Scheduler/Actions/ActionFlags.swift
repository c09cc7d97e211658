/// What is known of an action besides what it does.
public struct ActionFlags: OptionSet, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// It need not be done: it is done already, or nothing asks for it.
    public static let optional = ActionFlags(rawValue: 1 << 0)
    /// It can be done: there is a node, quorum, and what must come before.
    public static let runnable = ActionFlags(rawValue: 1 << 1)
    /// Nothing is carried out: it marks a point that others wait for.
    public static let pseudo = ActionFlags(rawValue: 1 << 2)
    /// In the graph even where it is optional.
    public static let always = ActionFlags(rawValue: 1 << 3)
    /// A stop that fencing makes true.
    public static let impliedByFencing = ActionFlags(rawValue: 1 << 4)
    /// A recurring operation whose definition changed: to be set up again.
    public static let reschedule = ActionFlags(rawValue: 1 << 5)
    /// A stop of a clone of which no instance is restarted: what comes after it need not follow.
    public static let leavesFollowers = ActionFlags(rawValue: 1 << 6)
    /// Comes before everything else that could be done at the same time.
    public static let urgent = ActionFlags(rawValue: 1 << 7)
}
