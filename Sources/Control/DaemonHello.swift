import ClusterModel
import Wire

/// The daemon's answer to a client's hello.
public struct DaemonHello: Sendable, Equatable {
    public enum Rights: String, Sendable, CaseIterable {
        /// May fence, confirm and cancel.
        case act
        case read
    }

    public var version: Int64
    public var node: NodeName
    public var release: String
    public var pid: Int32
    public var rights: Rights

    public init(version: Int64, node: NodeName, release: String, pid: Int32, rights: Rights) {
        self.version = version
        self.node = node
        self.release = release
        self.pid = pid
        self.rights = rights
    }

    var line: JSONLine {
        var line = JSONLine()
        line.add("hello", "stonithd")
        line.add("version", version)
        line.add("node", node.description)
        line.add("release", release)
        line.add("pid", Int64(pid))
        line.add("rights", rights.rawValue)
        return line
    }

    init(_ fields: JSONFields) throws(ControlError) {
        guard try fields.string("hello") == "stonithd" else { throw fields.bad("hello", "\"stonithd\"") }
        version = try fields.integer("version")
        node = try fields.node("node")
        release = try fields.string("release")
        pid = try fields.integer("pid", as: Int32.self)
        rights = try fields.word("rights", Rights.self)
    }
}
