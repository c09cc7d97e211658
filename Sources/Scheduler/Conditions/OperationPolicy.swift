/// What holds for an operation of a resource: its `<op>`, the defaults, and what must be so.
public struct OperationPolicy: Equatable, Sendable {
    /// What a failure leads to, in rising order of weight.
    public enum OnFail: UInt8, Sendable, Comparable {
        case ignore
        /// Of promotable clones, which are refused for now.
        case demote
        case restart
        case restartContainer
        case migrate
        case block
        case stop
        case standby
        case fence

        public static func < (left: OnFail, right: OnFail) -> Bool { left.rawValue < right.rawValue }
    }

    public var onFail: OnFail
    /// The role of a resource after the failure, where that is not said otherwise.
    public var failRole: ResourceRole
    public var intervalMilliseconds: Int
    /// Place in the resource's `operations`; nil where none is defined.
    public var definition: Int?

    public init(onFail: OnFail, failRole: ResourceRole, intervalMilliseconds: Int, definition: Int?) {
        self.onFail = onFail
        self.failRole = failRole
        self.intervalMilliseconds = intervalMilliseconds
        self.definition = definition
    }
}
