import Glibc
import Journal

/// An open file, closed with its owner.
final class OwnedFile {
    let path: String
    let number: Int32

    /// - Parameter flags: of open(2); a new file is its owner's alone.
    init(_ path: String, _ flags: Int32) throws(JournalFailure) {
        self.path = path
        number = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0o600)
        guard number >= 0 else { throw JournalFailure("\(path) cannot be opened", errno) }
    }

    deinit { close(number) }

    func write(_ bytes: [UInt8], at offset: Int) throws(JournalFailure) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(number, buffer.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
            guard count > 0 || errno == EINTR else { throw JournalFailure("\(path) cannot be written", errno) }
            done += max(0, count)
        }
    }

    /// Waits until what was written is on disk.
    func sync() throws(JournalFailure) {
        guard fdatasync(number) == 0 else { throw JournalFailure("\(path) cannot be brought to disk", errno) }
    }

    /// Takes away what is behind so many bytes.
    func cut(to length: Int) throws(JournalFailure) {
        var status = stat()
        guard fstat(number, &status) == 0, Int(status.st_size) > length else { return }
        guard ftruncate(number, off_t(length)) == 0 else { throw JournalFailure("\(path) cannot be cut", errno) }
    }
}
