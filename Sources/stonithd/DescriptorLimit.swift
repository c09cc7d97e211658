import CLinux

/// How many files and sockets the daemon may have open.
enum DescriptorLimit {
    private static let wanted: Int32 = 2048
    /// For its own files and for the sockets of agents, never for clients.
    private static let reserved = 256
    private static let connectionsMost = 1024

    /// So many clients at once leave enough for all that fencing needs. The first use raises the process's own bound
    /// as far as the system allows.
    static let connectionsMax = max(16, min(connectionsMost, Int(linux_raise_descriptors(wanted)) - reserved))
}
