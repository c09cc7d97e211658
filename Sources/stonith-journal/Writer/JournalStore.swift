import Glibc
import Journal

/// The journal's newest file, open for writing.
///
/// After any failure all of it is closed and found again, so that a file system that was mounted anew is taken as it
/// is.
struct JournalStore {
    struct Pending {
        var token: UInt64
        var body: ArraySlice<UInt8>
    }

    private let folder: JournalFolder
    private let run: String
    private let digest: JournalDigest
    private var files: OpenFiles?
    /// What is on disk for certain: after a failure the file may hold more that is not.
    private var certain: (path: String, length: Int)?

    init(_ folder: JournalFolder, run: String, _ digest: @escaping JournalDigest) {
        self.folder = folder
        self.run = run
        self.digest = digest
    }

    /// The number and the hash of the last record.
    var head: (number: Int64, hash: JournalHash)? { files.map { ($0.end.number, $0.end.hash) } }

    /// Writes those that are not there yet; when it returns, all of them are on disk.
    mutating func append(_ entries: [Pending]) throws(JournalFailure) {
        do throws(JournalFailure) {
            if files == nil { files = try open() }
            guard let files else { return }
            let new = entries.filter { files.end.run != run || $0.token > files.end.token }
            if !new.isEmpty { try write(new, files) }
        } catch {
            close()
            throw error
        }
    }

    /// Takes the folder and finds the journal's end, so that the first entry need not wait for that.
    mutating func prepare() {
        // What fails now is said when there is something to write.
        do throws(JournalFailure) { try append([]) } catch {}
    }

    /// Lets go of the folder, so that the next writer can have it.
    mutating func close() { files = nil }

    // MARK: Opening

    /// The lock and the file; both are closed with it.
    private final class OpenFiles {
        let lock: OwnedFile
        var file: OwnedFile?
        var end: JournalEnd

        init(lock: OwnedFile, file: OwnedFile?, end: JournalEnd) {
            self.lock = lock
            self.file = file
            self.end = end
        }
    }

    private mutating func open() throws(JournalFailure) -> OpenFiles {
        guard mkdir(folder.path, 0o700) == 0 || errno == EEXIST else {
            throw JournalFailure("\(folder.path) cannot be made", errno)
        }
        let lock = try OwnedFile(folder.lock, O_RDWR | O_CREAT)
        guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { throw JournalFailure(text: Self.isLocked(folder)) }
            throw JournalFailure("\(folder.lock) cannot be locked", errno)
        }
        guard let newest = try folder.files().last else { return OpenFiles(lock: lock, file: nil, end: JournalEnd()) }
        let file = try OwnedFile(newest.path, O_RDWR)
        // What a writer before, or this one, has written and not seen on disk: it is not to be taken for durable.
        if let certain, certain.path == newest.path { try file.cut(to: certain.length) }
        let end = try JournalEnd(of: folder, digest)
        try file.sync()
        return OpenFiles(lock: lock, file: file, end: end)
    }

    static func isLocked(_ folder: JournalFolder) -> String {
        "another writer still has the journal \(folder.path) (\(folder.lock) is locked)"
    }

    // MARK: Writing

    private mutating func write(_ entries: [Pending], _ files: OpenFiles) throws(JournalFailure) {
        var end = files.end
        if files.file == nil || end.length >= JournalFolder.fileBytesMax { try begin(files, &end) }
        guard let file = files.file else { return }
        certain = (file.path, end.length)
        let bytes = lines(entries, &end)
        try file.write(bytes, at: end.length)
        try file.sync()
        end.length += bytes.count
        certain = (file.path, end.length)
        files.end = end
    }

    /// A new file; the oldest beyond those that are kept goes away.
    private func begin(_ files: OpenFiles, _ end: inout JournalEnd) throws(JournalFailure) {
        let next = folder.file(beginningWith: end.number + 1)
        files.file = try OwnedFile(next.path, O_RDWR | O_CREAT)
        try OwnedFile(folder.path, O_RDONLY | O_DIRECTORY).sync()
        (end.file, end.length, end.tornBytes, end.lacksLineEnd) = (next, 0, 0, false)
        files.end = end
        for old in try folder.files().dropLast(JournalFolder.filesMax) { unlink(old.path) }
    }

    private func lines(_ entries: [Pending], _ end: inout JournalEnd) -> [UInt8] {
        let now = Self.unixMilliseconds()
        var bytes: [UInt8] = end.tornBytes > 0 || end.lacksLineEnd ? [UInt8(ascii: "\n")] : []
        end.lacksLineEnd = false
        for entry in entries {
            let record = JournalRecord(
                number: end.number + 1, unixMilliseconds: now, previous: end.hash,
                tornBytes: end.tornBytes > 0 ? Int64(end.tornBytes) : nil, token: entry.token, body: entry.body)
            let line = record.line(digest)
            bytes += line.bytes
            (end.number, end.hash, end.tornBytes) = (record.number, line.hash, 0)
            (end.run, end.token) = (run, entry.token)
        }
        return bytes
    }

    private static func unixMilliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}
