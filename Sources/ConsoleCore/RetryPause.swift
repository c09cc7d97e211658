/// How long to wait before a console is tried again, in milliseconds: a value without a clock.
///
/// A BMC has few sessions, and one that was lost stays open there for a minute. So no more than two are begun within
/// that time, and the fence finds one free.
public struct RetryPause {
    private static let first: Int64 = 3000
    public static let longest: Int64 = 60_000

    private var next = RetryPause.first

    public init() {}

    /// - Parameter held: how long the session that ended had lasted; 0 where there was none.
    public mutating func after(held: Int64) -> Int64 {
        if held >= Self.longest { next = Self.first }
        defer { next = Self.longest }
        return next
    }
}
