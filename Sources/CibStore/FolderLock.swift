import Glibc

/// Whoever changes a CIB holds this from before it is read until it is replaced, so that of two at once neither loses
/// the other's change. It is on the file's folder, since the file itself is replaced, and ends with the process.
public struct FolderLock: Sendable {
    private let descriptor: Int32

    /// Waits for whoever holds it, but not for ever.
    ///
    /// - Parameter path: of the file, or of a link to it. Nil where there is none: then there is nothing to be changed.
    public init?(forFile path: String, seconds: Int = 10) throws(StoreError) {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        let file = String(cString: real)
        let folder = StoreFolder(path: file.lastIndex(of: "/").map { String(file[...$0]) } ?? ".")
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw folder.failure("cannot open", "") }
        for _ in 0..<(seconds * 50) {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            usleep(20_000)
        }
        let error = errno
        close(descriptor)
        guard error != EWOULDBLOCK else { throw .locked(folder: folder.path, seconds: seconds) }
        errno = error
        throw folder.failure("cannot lock", "")
    }

    /// To be called once.
    public func release() { close(descriptor) }
}
