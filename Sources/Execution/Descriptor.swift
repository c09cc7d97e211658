import CLinux
import Glibc

/// A file descriptor that is closed when its owner is gone.
public final class Descriptor {
    public private(set) var number: Int32

    public init(_ number: Int32) { self.number = number }

    deinit { close() }

    public func close() {
        if number >= 0 { Glibc.close(number) }
        number = -1
    }

    /// Gives up the number to whoever closes it from now on.
    public func release() -> Int32 {
        defer { number = -1 }
        return number
    }

    /// The two ends of a pipe, close-on-exec.
    public static func pipe() throws(SpawnError) -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard linux_pipe(&ends) == 0 else { throw .noDescriptor(errno: errno) }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    /// The reading end of a pipe that holds these bytes and nothing after them: whoever reads them is the only one who
    /// ever does, and a writer need not wait for it.
    static func pipe(holding bytes: [UInt8]) throws(SpawnError) -> Descriptor {
        var ends: [Int32] = [-1, -1]
        guard linux_bounded_pipe(&ends, Int32(clamping: bytes.count)) == 0 else { throw .noDescriptor(errno: errno) }
        let (read, write) = (Descriptor(ends[0]), Descriptor(ends[1]))
        let written = bytes.withUnsafeBytes { Glibc.write(write.number, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw .noDescriptor(errno: written < 0 ? errno : ENOSPC) }
        // The other end is read by programs that know nothing of descriptors that never block.
        guard fcntl(read.number, F_SETFL, O_RDONLY) == 0 else { throw .noDescriptor(errno: errno) }
        return read
    }

    /// A connected pair of sockets, close-on-exec.
    public static func socketPair() throws(SpawnError) -> (Descriptor, Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard linux_socketpair(&ends) == 0 else { throw .noDescriptor(errno: errno) }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    public static func null() throws(SpawnError) -> Descriptor {
        let number = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw .noDescriptor(errno: errno) }
        return Descriptor(number)
    }

    /// A copy of this process's standard error, or of nothing where that is closed.
    public static func standardError() throws(SpawnError) -> Descriptor {
        let number = dup(STDERR_FILENO)
        return number >= 0 ? Descriptor(number) : try null()
    }

    /// Reads what is there, up to 16 KiB. Nil at the end of the file, empty when interrupted.
    func readSome() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        let count = read(number, &bytes, bytes.count)
        if count < 0 { return errno == EINTR || errno == EAGAIN ? [] : nil }
        return count == 0 ? nil : Array(bytes.prefix(count))
    }
}
