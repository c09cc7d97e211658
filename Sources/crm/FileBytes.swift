import CibStore
import Glibc

/// Whole files, read and written at once. What other processes change, too, is a `CIBFile`.
enum FileBytes {
    struct Failure: Error, Equatable {
        var path: String
        var errno: Int32
        var isTooLong = false
        /// What cannot be replaced, and may never end.
        var isPipe = false

        var text: String {
            if isTooLong { return "\(path): longer than \(bytesMax >> 20) MiB" }
            if isPipe { return "\(path): this is no regular file" }
            return "\(path): " + (strerror(errno).map { String(cString: $0) } ?? "error \(errno)")
        }

        /// For a file that was to be read.
        var exitCode: ExitCode {
            switch errno {
            case EACCES, EPERM, EROFS: .noPermission
            case ENOENT, ENOTDIR, EISDIR: .noInput
            default: isTooLong ? .badData : isPipe ? .noInput : .inputOutput
            }
        }
    }

    /// More than `CIBReader` takes, so that it says what is wrong.
    static let bytesMax = 300 << 20
    private static let pieceBytes = 1 << 20

    /// - Parameter path: `-` is the standard input.
    static func read(_ path: String, mayBePipe: Bool = true) throws(Failure) -> [UInt8] {
        guard path != "-" else { return try read(STDIN_FILENO, "standard input") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (mayBePipe ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        if !mayBePipe, fstat(descriptor, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
            throw Failure(path: path, errno: 0, isPipe: true)
        }
        return try read(descriptor, path)
    }

    private static func read(_ descriptor: Int32, _ path: String) throws(Failure) -> [UInt8] {
        var status = stat()
        var bytes: [UInt8] = []
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            bytes.reserveCapacity(min(Int(status.st_size) + 1, bytesMax))
        }
        while true {
            let count = readPiece(descriptor, &bytes)
            if count == 0 { return bytes }
            guard count > 0 || errno == EINTR else { throw Failure(path: path, errno: errno) }
            guard bytes.count <= bytesMax else { throw Failure(path: path, errno: 0, isTooLong: true) }
        }
    }

    private static func readPiece(_ descriptor: Int32, _ bytes: inout [UInt8]) -> Int {
        withUnsafeTemporaryAllocation(byteCount: pieceBytes, alignment: 16) { piece in
            let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
            if count > 0 { bytes += piece[..<count] }
            return count
        }
    }

    /// A file is replaced, so that what was there stays unless all is written; a pipe or a device is written to.
    ///
    /// - Parameter path: `-` is the standard output.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        guard path != "-" else {
            Terminal.answer(bytes)
            return
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return try pour(bytes, into: path) }
        do throws(StoreError) { try DurableFile.replace(path, with: bytes) } catch {
            guard case .system(_, _, let errno) = error else { throw Failure(path: path, errno: EIO) }
            throw Failure(path: path, errno: errno)
        }
    }

    private static func pour(_ bytes: [UInt8], into path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
        let isWritten = Terminal.write(bytes, to: descriptor)
        let error = errno
        guard close(descriptor) == 0, isWritten else { throw Failure(path: path, errno: isWritten ? errno : error) }
    }
}
