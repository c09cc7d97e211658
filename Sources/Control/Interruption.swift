import CLinux
import Glibc

/// Tells a thread that waits for the daemon to stop waiting; from any thread, and from a signal handler. For good.
public final class Interruption: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    /// Nil where no descriptor is left.
    public init?() {
        var ends: [Int32] = [-1, -1]
        guard linux_pipe(&ends) == 0 else { return nil }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    public func interrupt() {
        // Nobody reads it, so that every wait sees it; after 16384 calls it is full, and one byte is enough.
        var entry = pollfd(fd: writeEnd, events: Int16(POLLOUT), revents: 0)
        var byte: UInt8 = 1
        if poll(&entry, 1, 0) == 1 { write(writeEnd, &byte, 1) }
    }

    /// Readable from the interruption on.
    var descriptor: Int32 { readEnd }
}
