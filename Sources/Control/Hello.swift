import ClusterModel
import Wire

/// The first line of a client.
public struct ClientHello: Sendable, Equatable {
    /// The versions of the protocol that it speaks.
    public var versions: [Int64]
    /// Who it is, such as `stonith fence`.
    public var client: String

    public init(client: String, versions: [Int64] = ControlLimits.versions) {
        self.client = client
        self.versions = versions
    }

    /// Throws `bad-json`, `bad-value`, or `version` when the two have none in common.
    public init(decoding line: ArraySlice<UInt8>) throws(ControlError) {
        let fields = try JSONFields(line: line, ControlLimits.request)
        guard try fields.string("hello") == "stonith" else { throw fields.bad("hello", "\"stonith\"") }
        versions = try fields.integers("versions")
        client = try fields.plainText("client", bytesMax: ControlLimits.clientBytesMax)
        guard version != nil else {
            var error = ControlError(.version, "this daemon speaks none of the versions that the client speaks")
            error.versions = ControlLimits.versions
            throw error
        }
    }

    /// The highest version that both speak.
    public var version: Int64? { versions.filter(ControlLimits.versions.contains).max() }

    public func encoded() -> [UInt8] {
        var line = JSONLine()
        line.add("hello", "stonith")
        line.add("versions", versions)
        line.add("client", client)
        return line.bytes
    }
}

/// The daemon's answer to it.
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
