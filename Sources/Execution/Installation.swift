import Glibc

/// Where this installation's parts lie, found from the running program, so that a staged tree works where it stands.
public struct Installation: Sendable {
    /// `/usr` for `/usr/sbin/stonith`.
    public let prefix: String

    public init(prefix: String) { self.prefix = prefix }

    /// The installation the running program belongs to; its folder is `sbin` of the prefix.
    public static func ofThisProgram() -> Installation {
        guard let path = realpath("/proc/self/exe", nil) else { return Installation(prefix: "/usr") }
        defer { free(path) }
        let folders = TrustedPath.foldersAbove(String(cString: path))
        return Installation(prefix: folders.dropLast().last ?? "/usr")
    }

    /// Native plugins; never `stonith2`, which cluster-glue loads.
    public var nativeFolder: String { "\(prefix)/lib/stonith/native" }

    /// The fork server's program.
    public var executor: String { "\(prefix)/lib/stonith/stonith-exec" }

    /// The journal's program: its writer, and what reads it.
    public var journal: String { "\(prefix)/lib/stonith/stonith-journal" }

    /// The program that asks an RHCS agent for its metadata.
    public var metadata: String { "\(prefix)/lib/stonith/stonith-metadata" }

    /// RHCS agents, the own prefix first, then where fence-agents puts them.
    public var agentFolders: [String] { prefix == "/usr" ? ["/usr/sbin"] : ["\(prefix)/sbin", "/usr/sbin"] }

    /// What is known of agents from an earlier question. A staged tree has its own, beside its `usr`.
    public var metadataCache: String {
        let root = ["/usr", "/usr/local"].contains(prefix) ? "" : TrustedPath.foldersAbove(prefix).last ?? ""
        return "\(root == "/" ? "" : root)/var/cache/stonith/metadata"
    }

    /// The program that has consoles over LAN.
    public var console: String { "\(prefix)/lib/stonith/stonith-console" }

    /// External scripts, the own prefix first, then the folder that Debian's cluster-glue fills.
    public var externalFolders: [String] {
        let own = "\(prefix)/lib/stonith/plugins/external"
        let system = "/usr/lib/stonith/plugins/external"
        return own == system ? [own] : [own, system]
    }
}
