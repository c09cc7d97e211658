import Glibc

/// Who provides OCF agents on this host: folders in `/usr/lib/ocf/resource.d`.
enum AgentProviders {
    private static let root = "/usr/lib/ocf/resource.d"

    /// Sorted; empty for a type that is no name of a file.
    static func of(_ type: String) -> [String] {
        guard !type.isEmpty, !type.utf8.contains(UInt8(ascii: "/")), !type.hasPrefix("."), let folder = opendir(root)
        else { return [] }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix("."), access("\(root)/\(name)/\(type)", X_OK) == 0 { found.append(name) }
        }
        return found.sorted()
    }
}
