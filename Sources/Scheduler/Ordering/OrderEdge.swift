/// An ordering of two actions.
public struct OrderEdge: Sendable {
    public var first: ActionIndex
    public var then: ActionIndex
    /// Empty where the ordering is off.
    public var flags: OrderFlags
    /// The next older ordering before `then`, and after `first`.
    var nextBefore: Int32
    var nextAfter: Int32
}
