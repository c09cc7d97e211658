import Glibc
import Journal

/// The folder of what is kept of consoles: a file a request, its owner's alone, the newest so many.
struct ConsoleTexts {
    private let folder: String

    /// With the 64 KiB of each, 16 MiB at most.
    static let filesMax = 256
    private static let prefix = "request-"
    private static let unfinished = ".unfinished"

    init(_ folder: String) { self.folder = folder }

    /// Whole, or not at all.
    func keep(_ text: [UInt8], name: String) throws(JournalFailure) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw JournalFailure("\(folder) cannot be made", errno)
        }
        let (path, unfinished) = ("\(folder)/\(name)", "\(folder)/\(Self.unfinished)")
        unlink(unfinished)
        let file = try OwnedFile(unfinished, O_WRONLY | O_CREAT | O_EXCL)
        try file.write(text, at: 0)
        try file.sync()
        guard rename(unfinished, path) == 0 else { throw JournalFailure("\(path) cannot be made", errno) }
        removeOldest()
    }

    private func removeOldest() {
        let names = names()
        guard names.count > Self.filesMax else { return }
        let aged = names.map { name in (age: modified("\(folder)/\(name)"), name: name) }.sorted { $0 < $1 }
        for (_, name) in aged.prefix(names.count - Self.filesMax) { unlink("\(folder)/\(name)") }
    }

    private func names() -> [String] {
        ((try? JournalFolder.names(in: folder)) ?? []).filter { $0.hasPrefix(Self.prefix) }
    }

    /// In nanoseconds since 1970; 0 where that is not known.
    private func modified(_ path: String) -> Int64 {
        var status = stat()
        guard lstat(path, &status) == 0 else { return 0 }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}
