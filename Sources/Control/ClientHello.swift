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
