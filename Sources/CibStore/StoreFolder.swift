import Glibc

/// Files of one folder, written so that a crash leaves the old one or the new one, and never a part.
struct StoreFolder {
    let path: String

    func url(_ name: String) -> String { "\(path)/\(name)" }

    func failure(_ what: String, _ name: String) -> StoreError {
        .system(what, file: url(name), errno: errno)
    }

    /// Nil where there is none.
    func read(_ name: String) throws(StoreError) -> [UInt8]? {
        let file = open(url(name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("cannot open", name)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &part, part.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += part[..<count]
            } else if errno != EINTR {
                throw failure("cannot read", name)
            }
        }
    }

    /// Gives a name to new content, which is on disk when this returns; the name is once `sync` was called. What had
    /// the name stays open for those who have it open, so that they never see the new content.
    ///
    /// - Parameter model: whose owner and mode it gets, where there is such a file; else only the owner may read it.
    func replace(_ name: String, with bytes: [UInt8], like model: String) throws(StoreError) {
        let draft = try draft(bytes, of: name, like: model)
        do throws(StoreError) { try rename(draft, to: name) } catch {
            unlink(url(draft))
            throw error
        }
    }

    /// Writes to a file that nobody else can have open, and answers its name.
    func draft(_ bytes: [UInt8], of name: String, like model: String) throws(StoreError) -> String {
        let draft = ".\(name).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let file = open(url(draft), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure("cannot write", name) }
        defer { close(file) }
        do throws(StoreError) { try fill(file, bytes, name, like: model) } catch {
            unlink(url(draft))
            throw error
        }
        return draft
    }

    private func fill(_ file: Int32, _ bytes: [UInt8], _ name: String, like model: String) throws(StoreError) {
        var place = 0
        while place < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(file, $0.baseAddress.map { $0 + place }, bytes.count - place)
            }
            if count < 0, errno != EINTR { throw failure("cannot write", name) }
            place += max(0, count)
        }
        var status = stat()
        if stat(url(model), &status) == 0 {
            guard fchown(file, status.st_uid, status.st_gid) == 0, fchmod(file, status.st_mode & 0o777) == 0 else {
                throw failure("cannot give the owner of \(model) to", name)
            }
        }
        guard fsync(file) == 0 else { throw failure("cannot bring to disk", name) }
    }

    func remove(_ name: String) { unlink(url(name)) }

    /// The new name is on disk once `sync` was called.
    func rename(_ name: String, to new: String) throws(StoreError) {
        guard Glibc.rename(url(name), url(new)) == 0 else { throw failure("cannot rename", name) }
    }

    /// A second name for what is there; one that has it already loses it.
    func link(_ name: String, as new: String) throws(StoreError) {
        guard unlink(url(new)) == 0 || errno == ENOENT else { throw failure("cannot remove", new) }
        guard Glibc.link(url(name), url(new)) == 0 || errno == ENOENT else { throw failure("cannot keep", name) }
    }

    /// Brings names to disk.
    func sync() throws(StoreError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("cannot open", ".") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("cannot bring to disk", ".") }
    }
}
