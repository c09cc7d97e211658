import CLinux
import Glibc

/// Tells a thread that waits for the daemon to stop waiting; from any thread, and from a signal handler. For good.
public final class Interruption: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    /// A pipe or socket whose reader's going interrupts as well; -1 for none.
    let output: Int32

    /// Nil where no descriptor is left.
    ///
    /// - Parameter output: where answers are written, so that nobody waits for the daemon when nobody reads them.
    public init?(output: Int32 = -1) {
        var ends: [Int32] = [-1, -1]
        guard linux_pipe(&ends) == 0 else { return nil }
        (readEnd, writeEnd) = (ends[0], ends[1])
        self.output = output
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
