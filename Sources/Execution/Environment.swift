import Glibc

/// The environment of this process, for its children.
public enum Environment {
    /// As `NAME=value`, in its own order.
    public static var entries: [String] {
        var entries: [String] = []
        var next = environ
        while let entry = next.pointee {
            entries.append(String(cString: entry))
            next += 1
        }
        return entries
    }

    public static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
