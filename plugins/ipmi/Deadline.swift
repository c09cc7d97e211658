import Glibc

/// A moment of CLOCK_BOOTTIME, in milliseconds.
struct Deadline {
    let milliseconds: Int64

    static var now: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    init(inMilliseconds span: Int64) { milliseconds = Self.now + span }

    var left: Int64 { max(0, milliseconds - Self.now) }
    var hasPassed: Bool { left == 0 }
}
