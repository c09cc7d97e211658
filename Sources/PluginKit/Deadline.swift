import Glibc

/// A moment of CLOCK_BOOTTIME, in milliseconds: the clock goes on while the machine sleeps, and nobody can set it.
public struct Deadline: Sendable {
    public let milliseconds: Int64

    public static var now: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    public init(inMilliseconds span: Int64) { milliseconds = Self.now + span }

    public var left: Int64 { max(0, milliseconds - Self.now) }
    public var hasPassed: Bool { left == 0 }
}
