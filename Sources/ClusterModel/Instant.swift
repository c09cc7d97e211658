/// A moment of CLOCK_BOOTTIME in milliseconds: it goes on while the machine sleeps, nobody can set it, and it means
/// nothing after the next boot.
public struct Instant: Hashable, Sendable, Comparable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static let endOfTime = Instant(milliseconds: .max)

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment so many milliseconds later; the end of time where that is beyond it.
    public func adding(milliseconds span: Int64) -> Instant {
        let (sum, isBeyond) = milliseconds.addingReportingOverflow(span)
        return isBeyond ? .endOfTime : Instant(milliseconds: sum)
    }

    /// Milliseconds from an earlier moment to this one.
    public func milliseconds(since earlier: Instant) -> Int64 {
        let (span, isBeyond) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return isBeyond ? .max : span
    }
}
