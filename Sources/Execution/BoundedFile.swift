import Glibc

/// Reads a small file in bounded time: a FIFO that nobody writes to, or a pipe that stays open, must not hold up a
/// fence.
public enum BoundedFile {
    public struct Failure: Error, Equatable, Sendable {
        public var errno: Int32
    }

    public static let bytesMax = 64 * 1024
    private static let waitMilliseconds: Int64 = 5000

    /// The first 64 KiB, or as much as is asked for.
    ///
    /// - Throws: `ETIMEDOUT` when it did not end within five seconds, `EISDIR` for a folder.
    public static func read(_ path: String, bytesMax: Int = bytesMax) throws(Failure) -> [UInt8] {
        try read(open(path), bytesMax: bytesMax)
    }

    /// The last of it, so many bytes at most, without the line that begins before them.
    public static func readEnd(_ path: String, bytesMax: Int) throws(Failure) -> ArraySlice<UInt8> {
        let file = try open(path)
        let length = Int(lseek(file.number, 0, SEEK_END))
        guard length > bytesMax else {
            lseek(file.number, 0, SEEK_SET)
            return try read(file, bytesMax: bytesMax)[...]
        }
        lseek(file.number, off_t(length - bytesMax), SEEK_SET)
        let bytes = try read(file, bytesMax: bytesMax)
        return bytes.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
    }

    private static func open(_ path: String) throws(Failure) -> Descriptor {
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard number >= 0 else { throw Failure(errno: errno) }
        return Descriptor(number)
    }

    private static func read(_ file: Descriptor, bytesMax: Int) throws(Failure) -> [UInt8] {
        let deadline = BootClock.moment(inMilliseconds: waitMilliseconds)
        var bytes: [UInt8] = []
        while bytes.count < bytesMax {
            guard Poll.readable([file], until: deadline)[0] else { throw Failure(errno: ETIMEDOUT) }
            errno = 0
            guard let some = file.readSome() else {
                if errno == EISDIR { throw Failure(errno: EISDIR) }
                break
            }
            bytes += some
        }
        return bytes
    }
}
