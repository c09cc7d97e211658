import Glibc

/// Whole files, read and written at once. Only for what no other process changes: the store of a cluster is CibStore.
enum FileBytes {
    struct Failure: Error, Equatable {
        var path: String
        var errno: Int32
        var isTooLong = false

        var text: String {
            if isTooLong { return "\(path): longer than \(bytesMax >> 20) MiB" }
            return "\(path): " + (strerror(errno).map { String(cString: $0) } ?? "error \(errno)")
        }

        /// For a file that was to be read.
        var exitCode: ExitCode {
            switch errno {
            case EACCES, EPERM: .noPermission
            case ENOENT, ENOTDIR, EISDIR: .noInput
            default: isTooLong ? .badData : .inputOutput
            }
        }
    }

    /// More than `CIBReader` takes, so that it says what is wrong.
    static let bytesMax = 300 << 20
    private static let pieceBytes = 1 << 20

    /// - Parameter path: `-` is the standard input.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        guard path != "-" else { return try read(STDIN_FILENO, "standard input") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
        defer { close(descriptor) }
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

    /// - Parameter path: `-` is the standard output.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let descriptor = path == "-" ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
        let isWritten = Terminal.write(bytes, to: descriptor)
        let error = errno
        guard path != "-" else { return }
        guard close(descriptor) == 0, isWritten else { throw Failure(path: path, errno: isWritten ? errno : error) }
    }
}
