import Glibc

/// One file, replaced so that a crash or a full disk leaves the old one or the new one.
public enum DurableFile {
    /// - Parameter path: of a file, of a link to one, or of none; its folder must be there.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(StoreError) {
        let (folder, name) = parts(of: resolved(path))
        let files = StoreFolder(path: folder)
        try files.replace(name, with: bytes, like: name)
        try files.sync()
    }

    /// Where links lead; the path itself where nothing is there.
    public static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Folder and name.
    public static func parts(of path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}
