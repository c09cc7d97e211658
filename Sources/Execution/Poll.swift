import Glibc

/// Waits for descriptors with a deadline.
enum Poll {
    /// Which of the descriptors can be read or are at their end; all false when the deadline passed first.
    static func readable(_ descriptors: [Descriptor?], until deadline: Int64) -> [Bool] {
        var entries = descriptors.map { pollfd(fd: $0?.number ?? -1, events: Int16(POLLIN), revents: 0) }
        while true {
            let left = deadline - BootClock.milliseconds()
            let wait = Int32(clamping: max(0, left))
            let count = poll(&entries, nfds_t(entries.count), wait)
            if count > 0 { return entries.map { $0.revents != 0 } }
            if count == 0 || errno != EINTR { return descriptors.map { _ in false } }
        }
    }
}
