import Control
import Glibc
import Runtime

/// Who may fence: root, the daemon's own user, and the members of group haclient. Looked up when the configuration is
/// read, never while a request waits: a name service may be as dead as the node.
struct AccessRules: Sendable, Equatable {
    static let group = "haclient"

    private var gid: UInt32?
    /// The users who may act, with their names.
    private var users: [UInt32: String]

    init(gid: UInt32?, users: [UInt32: String]) {
        self.gid = gid
        self.users = users
    }

    static func ofThisSystem() -> AccessRules {
        var rules = AccessRules(gid: nil, users: [0: "root"])
        rules.add(uid: geteuid())
        guard let entry = getgrnam(group) else { return rules }
        rules.gid = entry.pointee.gr_gid
        var next = entry.pointee.gr_mem
        while let name = next?.pointee {
            if let user = getpwnam(name) { rules.users[user.pointee.pw_uid] = String(cString: name) }
            next = next?.advanced(by: 1)
        }
        return rules
    }

    private mutating func add(uid: UInt32) {
        guard users[uid] == nil, let user = getpwuid(uid) else { return }
        users[uid] = String(cString: user.pointee.pw_name)
    }

    func rights(of peer: PeerCredentials) -> DaemonHello.Rights {
        users[peer.uid] != nil || peer.gid == gid ? .act : .read
    }

    /// For the record: a name where one was known when the configuration was read.
    func name(of peer: PeerCredentials) -> String { users[peer.uid] ?? "uid \(peer.uid)" }
}
