import Glibc

/// Whether a program may be run: nobody but root and this user can have put it there or can change it.
public enum TrustedPath {
    public enum Refusal: Error, Equatable, Sendable {
        case missing(path: String, errno: Int32)
        case notRegular(path: String)
        case notExecutable(path: String)
        case foreignOwner(path: String, owner: UInt32)
        case writableByOthers(path: String, mode: UInt32)

        /// What is wrong and how to put it right.
        public var text: String {
            switch self {
            case .missing(let path, let errno):
                "\(path) cannot be read (\(strerror(errno).map { String(cString: $0) } ?? "\(errno)"))"
            case .notRegular(let path): "\(path) is not a regular file"
            case .notExecutable(let path): "\(path) is not executable: chmod 755 \(path)"
            case .foreignOwner(let path, let owner):
                "\(path) belongs to uid \(owner), who could change it: chown root \(path)"
            case .writableByOthers(let path, let mode):
                "\(path) may be written by group or others (mode \(String(mode & 0o7777, radix: 8))): "
                    + "chmod go-w \(path)"
            }
        }
    }

    /// Checks the file, every symbolic link that leads to it, and every folder above each of them. Answers the resolved
    /// path: run that one.
    ///
    /// A folder that others may write is accepted only with the sticky bit, where nobody can rename or replace
    /// another's entry.
    public static func check(_ path: String, mustExecute: Bool) throws(Refusal) -> String {
        let path = absolute(path)
        let real = try resolve(path)
        try checkLinks(path)
        let status = try ownership(of: real)
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: real) }
        guard status.st_mode & 0o022 == 0 else { throw .writableByOthers(path: real, mode: status.st_mode) }
        guard !mustExecute || access(real, X_OK) == 0 else { throw .notExecutable(path: real) }
        try checkFolders(above: real)
        return real
    }

    /// As seen from the folder that the process stands in.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        return "\(String(cString: current))/\(path)"
    }

    /// Whoever may write the folder that holds a link chooses what the link leads to.
    private static func checkLinks(_ path: String) throws(Refusal) {
        var path = path
        for _ in 0..<linksMax {
            try checkFolders(above: path)
            let folder = foldersAbove(path).last ?? "/"
            try checkFolders(above: try resolve(folder) + "/x")
            guard let target = linkTarget(path) else { return }
            path = target.hasPrefix("/") ? target : "\(folder)/\(target)"
        }
    }

    /// As the kernel's own bound.
    private static let linksMax = 40

    private static func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    private static func resolve(_ path: String) throws(Refusal) -> String {
        guard let resolved = realpath(path, nil) else { throw .missing(path: path, errno: errno) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func checkFolders(above path: String) throws(Refusal) {
        for folder in foldersAbove(path) {
            let status = try ownership(of: folder)
            guard status.st_mode & 0o022 == 0 || status.st_mode & S_ISVTX != 0 else {
                throw .writableByOthers(path: folder, mode: status.st_mode)
            }
        }
    }

    private static func ownership(of path: String) throws(Refusal) -> stat {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .missing(path: path, errno: errno) }
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            throw .foreignOwner(path: path, owner: status.st_uid)
        }
        return status
    }

    static func foldersAbove(_ path: String) -> [String] {
        var folders = ["/"]
        let names = path.split(separator: "/").dropLast()
        for count in names.indices { folders.append("/" + names[...count].joined(separator: "/")) }
        return folders
    }
}
