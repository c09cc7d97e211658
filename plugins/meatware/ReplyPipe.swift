import Glibc
import PluginKit

/// The FIFO at which `meatclient` answers: made for one request, and gone with it.
final class ReplyPipe {
    enum Failure: Error {
        case folder(errno: Int32)
        case folderOpenToOthers
        case taken(path: String)
        case alreadyAsked(path: String)
        case system(doing: String, path: String, errno: Int32)

        /// The word for programs.
        var cause: String {
            switch self {
            case .folder, .folderOpenToOthers, .system: "no-fifo"
            case .taken: "fifo-taken"
            case .alreadyAsked: "already-asked"
            }
        }

        /// What is wrong and what to do about it.
        var text: String {
            switch self {
            case .folder(let errno): "\(ReplyPipe.folder) cannot be opened: \(Self.reason(errno))"
            case .folderOpenToOthers:
                "others may write to \(ReplyPipe.folder), so that anybody could answer: chown root, chmod 755"
            case .taken(let path):
                "\(path) is there and is no FIFO of this user: find out who made it, and remove it"
            case .alreadyAsked(let path): "another request already waits at \(path) for the same node"
            case .system(let doing, let path, let errno): "\(path) cannot be \(doing): \(Self.reason(errno))"
            }
        }

        private static func reason(_ errno: Int32) -> String {
            strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        }
    }

    /// cluster-glue's HA_VARRUNDIR as Debian builds it; /var/run is a link to it.
    static let folder = "/run"

    private let directory: Int32
    private let descriptor: Int32
    private let name: String
    private let identity: stat

    /// Makes the FIFO, mode 0600, in place of one that an earlier request of this user left behind.
    ///
    /// The folder is opened once and everything done in it by name, so that nothing can be put in between.
    init(for node: String) throws(Failure) {
        let name = "meatware.\(node)"
        let directory = try Self.openFolder()
        do throws(Failure) {
            try Self.removeStale(name, in: directory)
            (descriptor, identity) = try Self.make(name, in: directory)
        } catch {
            close(directory)
            throw error
        }
        self.name = name
        self.directory = directory
    }

    /// Removes it, if it is still the one that was made.
    deinit {
        var status = stat()
        if fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_ino == identity.st_ino,
            status.st_dev == identity.st_dev
        {
            unlinkat(directory, name, 0)
        }
        close(descriptor)
        close(directory)
    }

    private static func openFolder() throws(Failure) -> Int32 {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .folder(errno: errno) }
        var status = stat()
        guard fstat(directory, &status) == 0, isOurs(status, orRoot: true), status.st_mode & 0o022 == 0 else {
            close(directory)
            throw .folderOpenToOthers
        }
        return directory
    }

    private static func isOurs(_ status: stat, orRoot: Bool = false) -> Bool {
        status.st_uid == geteuid() || orRoot && status.st_uid == 0
    }

    private static func isFIFO(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFIFO }

    private static func removeStale(_ name: String, in directory: Int32) throws(Failure) {
        var status = stat()
        let path = "\(folder)/\(name)"
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno == ENOENT else { throw .system(doing: "looked at", path: path, errno: errno) }
            return
        }
        guard isFIFO(status), isOurs(status) else { throw .taken(path: path) }
        guard !isWaitedAt(name, in: directory) else { throw .alreadyAsked(path: path) }
        guard unlinkat(directory, name, 0) == 0 else { throw .system(doing: "removed", path: path, errno: errno) }
    }

    /// Whether a `meatware` of this toolkit waits there. To open for reading disturbs nobody: only a writer would wake
    /// a cluster-glue that waits.
    private static func isWaitedAt(_ name: String, in directory: Int32) -> Bool {
        let there = openat(directory, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard there >= 0 else { return false }
        defer { close(there) }
        return flock(there, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Opened for writing too: it never blocks then, and a client that goes away is no end of file.
    private static func make(_ name: String, in directory: Int32) throws(Failure) -> (Int32, stat) {
        let path = "\(folder)/\(name)"
        guard mkfifoat(directory, name, 0o600) == 0 else { throw .system(doing: "made", path: path, errno: errno) }
        let descriptor = openat(directory, name, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(doing: "opened", path: path, errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, isFIFO(status), isOurs(status), status.st_mode & 0o077 == 0,
            flock(descriptor, LOCK_EX | LOCK_NB) == 0
        else {
            close(descriptor)
            throw .taken(path: path)
        }
        return (descriptor, status)
    }

    /// What a pipe holds (pipe(7)).
    private static let pipeBytes = 64 * 1024

    /// How often somebody who wants to cancel is heard.
    private static let turnMilliseconds: Int64 = 50

    /// All that has come; empty after a short while without any.
    func read(until deadline: Deadline) -> [UInt8] {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let left = min(Self.turnMilliseconds, deadline.left)
        guard poll(&entry, 1, Int32(left)) > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: Self.pipeBytes)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
