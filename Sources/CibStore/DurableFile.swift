import Glibc

/// One file, replaced so that a crash leaves the old one or the new one.
public enum DurableFile {
    /// - Parameter path: of a file, of a link to one, or of none; its folder must be there.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(StoreError) {
        let path = resolved(path)
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let files = StoreFolder(path: folder)
        try files.write(bytes, to: "\(name).new", like: name)
        try files.rename("\(name).new", to: name)
        try files.sync()
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
