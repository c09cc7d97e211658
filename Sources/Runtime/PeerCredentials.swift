import Glibc
import NIOCore

/// Who is at the other end of a unix socket, as the kernel knew it when they connected (unix(7), socket(7)).
public struct PeerCredentials: Sendable, Equatable {
    public var pid: Int32
    public var uid: UInt32
    public var gid: UInt32
    /// The supplementary groups.
    public var groups: [UInt32]

    public init(pid: Int32, uid: UInt32, gid: UInt32, groups: [UInt32] = []) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
        self.groups = groups
    }

    /// Every group of theirs.
    public var gids: [UInt32] { [gid] + groups }

    /// To be called on the channel's loop. Nil when the kernel does not say.
    static func of(_ channel: any Channel) -> PeerCredentials? {
        let found = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            Self(socket: $0)
        }
        return found.flatMap(\.self)
    }

    init?(socket: Int32) {
        // struct ucred: pid, uid and gid.
        var known: [UInt32] = [0, 0, 0]
        var length = socklen_t(known.count * MemoryLayout<UInt32>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &known, &length) == 0,
            let groups = Self.groups(socket: socket)
        else { return nil }
        self.init(pid: Int32(bitPattern: known[0]), uid: known[1], gid: known[2], groups: groups)
    }

    /// SO_PEERGROUPS (Linux 4.13) says how much room it wants; a kernel without it knows of no group but the first.
    private static func groups(socket: Int32) -> [UInt32]? {
        var length = socklen_t(0)
        guard getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, nil, &length) != 0 else { return [] }
        guard errno == ERANGE else { return errno == ENOPROTOOPT ? [] : nil }
        let size = MemoryLayout<gid_t>.size
        var groups = [gid_t](repeating: 0, count: Int(length) / size)
        guard getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, &groups, &length) == 0 else { return nil }
        return Array(groups.prefix(Int(length) / size))
    }
}
