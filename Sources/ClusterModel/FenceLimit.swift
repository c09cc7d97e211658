/// No more than so many fences in so long a time.
public struct FenceLimit: Sendable, Equatable {
    public var count: Int
    public var milliseconds: Int64

    public init(count: Int, milliseconds: Int64) {
        precondition(count > 0 && milliseconds > 0, "a limit lets something happen")
        self.count = count
        self.milliseconds = milliseconds
    }

    /// `100 in 600 s`
    public var text: String { "\(count) in \(milliseconds / 1000) s" }
}

/// When fencing holds back: what is past a limit is a storm or a loop rather than a failure of nodes.
public struct FenceLimits: Sendable, Equatable {
    /// For all nodes together: property `stonith-storm-limit`. Nil: none.
    public var storm: FenceLimit?
    /// For each node: property `stonith-loop-limit`. Nil: none.
    public var loop: FenceLimit?

    public static let stormDefault = FenceLimit(count: 100, milliseconds: 600_000)
    public static let loopDefault = FenceLimit(count: 10, milliseconds: 3_600_000)

    public init(storm: FenceLimit? = stormDefault, loop: FenceLimit? = loopDefault) {
        self.storm = storm
        self.loop = loop
    }
}
