import Glibc

/// Milliseconds of CLOCK_BOOTTIME: it goes on while the machine sleeps, and nobody can set it.
public enum BootClock {
    public static func milliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// The moment so many milliseconds from now; the end of time where that is beyond it.
    public static func moment(inMilliseconds span: Int64) -> Int64 {
        let (moment, isBeyond) = milliseconds().addingReportingOverflow(span)
        return isBeyond ? .max : moment
    }
}
