import ClusterModel
import Glibc

/// The FIFO at which a `stonith -t meatware`, cluster-glue's or ours, waits for an answer.
final class AnswerPipe {
    enum Failure: Error, Equatable {
        /// Nobody waits there: no FIFO, or one that was left behind.
        case nobody(errno: Int32)
        case notFIFO
        case foreignOwner(UInt32)
        case system(doing: String, errno: Int32)

        /// What is wrong and what to do about it.
        func text(_ path: String) -> String {
            switch self {
            case .nobody(let errno): "\(path): \(Self.reason(errno))"
            case .notFIFO: "\(path) is not a FIFO, so meatware did not make it: find out who did, and remove it"
            case .foreignOwner(let owner):
                "\(path) belongs to uid \(owner), and whoever that is would get the answer: remove it"
            case .system(let doing, let errno): "\(path) cannot be \(doing): \(Self.reason(errno))"
            }
        }

        private static func reason(_ errno: Int32) -> String {
            strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        }
    }

    /// As cluster-glue's HA_VARRUNDIR in Debian; /var/run is a link to it.
    static func path(for node: NodeName) -> String { "/run/meatware.\(node)" }

    private let descriptor: Int32
    private let node: NodeName

    /// Opens it as cluster-glue's client does: from then on the other end is held by this process, and fails if
    /// cluster-glue's and left without an answer. There is no other way to know whether anybody waits.
    init(for node: NodeName) throws(Failure) {
        self.node = node
        descriptor = try Self.open(Self.path(for: node))
    }

    deinit { close(descriptor) }

    private static func open(_ path: String) throws(Failure) -> Int32 {
        var status = stat()
        // Looked at before it is opened, too: to open a device can have effects.
        guard lstat(path, &status) == 0 else { throw .nobody(errno: errno) }
        try check(status)
        let descriptor = Glibc.open(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENXIO || errno == ENOENT ? .nobody(errno: errno) : .system(doing: "opened", errno: errno)
        }
        do throws(Failure) {
            guard fstat(descriptor, &status) == 0 else { throw .system(doing: "looked at", errno: errno) }
            try check(status)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func check(_ status: stat) throws(Failure) {
        guard status.st_mode & S_IFMT == S_IFIFO else { throw .notFIFO }
        guard status.st_uid == 0 || status.st_uid == geteuid() else { throw .foreignOwner(status.st_uid) }
    }

    /// Says that the node was reset, in one piece, in the words that cluster-glue's plugin looks for.
    func confirm() throws(Failure) {
        let reply = Array("meatware reply \(node)\n".utf8)
        let count = reply.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count == reply.count else { throw .system(doing: "written to", errno: count < 0 ? errno : EIO) }
    }
}
