import Glibc

/// The bytes of one of the journal's files.
public enum JournalFile {
    public struct End: Sendable, Equatable {
        public var bytes: [UInt8]
        /// Of the whole file.
        public var length: Int
        /// Whether there is more of it before these.
        public var isCut: Bool { bytes.count < length }
    }

    /// The last of it, so many bytes at most.
    public static func end(_ path: String, bytesMax: Int) throws(JournalFailure) -> End {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw JournalFailure("\(path) cannot be read", errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw JournalFailure("\(path) cannot be read", errno) }
        let length = Int(status.st_size)
        let bytes = read(file, from: max(0, length - bytesMax), count: min(length, bytesMax))
        guard let bytes else { throw JournalFailure("\(path) cannot be read", errno) }
        return End(bytes: bytes, length: length)
    }

    /// The whole file.
    public static func whole(_ path: String) throws(JournalFailure) -> [UInt8] {
        try end(path, bytesMax: .max).bytes
    }

    private static func read(_ file: Int32, from offset: Int, count: Int) -> [UInt8]? {
        var isRead = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count {
                let some = pread(file, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                if some < 0, errno == EINTR { continue }
                isRead = some >= 0
                guard some > 0 else { return }
                filled += some
            }
        }
        return isRead ? bytes : nil
    }
}
