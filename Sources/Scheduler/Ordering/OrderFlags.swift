/// What an ordering of two actions means besides the order itself.
public struct OrderFlags: OptionSet, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Only the order: if both are done, `first` comes first.
    public static let ordered = OrderFlags(rawValue: 1 << 0)
    /// If `then` is required, so is `first`.
    public static let requiresFirst = OrderFlags(rawValue: 1 << 1)
    /// If `first` is required, so is `then`.
    public static let requiresThen = OrderFlags(rawValue: 1 << 2)
    /// If `first` cannot be done, `then` cannot either.
    public static let needsFirst = OrderFlags(rawValue: 1 << 3)
    /// `first` brings down what `then` brings up again, or what stands on it.
    public static let restart = OrderFlags(rawValue: 1 << 4)
    /// If `then` is required, `first` is at least in the graph.
    public static let showsFirst = OrderFlags(rawValue: 1 << 5)
    /// If `first` is required, `then` is at least in the graph.
    public static let showsThen = OrderFlags(rawValue: 1 << 6)
    /// If `then` is required, `first` is not needed.
    public static let cancelsFirst = OrderFlags(rawValue: 1 << 7)
    /// Of a constraint that holds in one direction only.
    public static let asymmetric = OrderFlags(rawValue: 1 << 8)
    /// Two that may not meet on a node: it counts only where they would.
    public static let apart = OrderFlags(rawValue: 1 << 9)
    /// Made by fencing.
    public static let fencing = OrderFlags(rawValue: 1 << 10)
    /// `then` can be done as soon as enough of all its `first` can.
    public static let enoughOf = OrderFlags(rawValue: 1 << 11)
}
