import ClusterModel
import Wire

/// The daemon's answer to a client's hello.
public struct DaemonHello: Sendable, Equatable {
    /// What releases up to 0.2 tell apart.
    public enum Rights: String, Sendable, CaseIterable {
        /// May do more than look on.
        case act
        case read
    }

    public var version: Int64
    public var node: NodeName
    public var release: String
    public var pid: Int32
    /// What the client may ask for.
    public var may: Set<Right>

    public init(version: Int64, node: NodeName, release: String, pid: Int32, may: Set<Right>) {
        self.version = version
        self.node = node
        self.release = release
        self.pid = pid
        self.may = may
    }

    public var rights: Rights { may.canAct ? .act : .read }

    var line: JSONLine {
        var line = JSONLine()
        line.add("hello", "stonithd")
        line.add("version", version)
        line.add("node", node.description)
        line.add("release", release)
        line.add("pid", Int64(pid))
        line.add("rights", rights.rawValue)
        line.add("may", may.words)
        return line
    }

    init(_ fields: JSONFields) throws(ControlError) {
        guard try fields.string("hello") == "stonithd" else { throw fields.bad("hello", "\"stonithd\"") }
        version = try fields.integer("version")
        node = try fields.node("node")
        release = try fields.string("release")
        pid = try fields.integer("pid", as: Int32.self)
        let rights = try fields.word("rights", Rights.self)
        // One that a later release knows is none that this one could ask for.
        let named = Set(try fields.strings("may").compactMap(Right.init(rawValue:)))
        may = fields.has("may") ? named : Self.mayBefore(rights)
    }

    /// What a daemon of release 0.2 lets a client do.
    private static func mayBefore(_ rights: Rights) -> Set<Right> {
        rights == .act ? Set<Right>.act.subtracting([.release]) : [.read]
    }
}
