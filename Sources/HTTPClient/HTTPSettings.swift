/// A server: where it is, and by which name it must prove itself.
public struct HTTPOrigin: Sendable, Equatable {
    public var isTLS: Bool
    /// A name or an address, IPv6 without brackets. The certificate is checked against it.
    public var host: String
    public var port: UInt16
    /// What the daemon found for the name beforehand; nil where it did not.
    public var resolvedAddress: String?

    public init(isTLS: Bool = true, host: String, port: UInt16, resolvedAddress: String? = nil) {
        self.isTLS = isTLS
        self.host = host
        self.port = port
        self.resolvedAddress = resolvedAddress
    }
}

/// Whose certificate is good enough.
public enum TLSTrust: Sendable, Equatable {
    /// One that the system's authorities vouch for.
    case system
    /// One that the authorities in this PEM file vouch for, or that is in it itself.
    case authorities(file: String)
    /// The one with this SHA-256, whatever else it says.
    case fingerprint([UInt8])
    /// Any: an explicit choice, which the plugin warns about.
    case anyone
}

/// How a server is spoken to.
public struct HTTPSettings: Sendable {
    public var origin: HTTPOrigin
    public var trust: TLSTrust
    /// TLS 1.0 and 1.1, short keys and old ciphers: an explicit choice, which the plugin warns about.
    public var allowsOldTLS: Bool
    /// An HTTP proxy, which is asked for a tunnel (CONNECT).
    public var proxy: (host: String, port: UInt16)?
    /// The most that an answer's body may have.
    public var bytesMax: Int

    public init(
        origin: HTTPOrigin, trust: TLSTrust, allowsOldTLS: Bool = false, proxy: (host: String, port: UInt16)? = nil,
        bytesMax: Int = 1 << 20
    ) {
        self.origin = origin
        self.trust = trust
        self.allowsOldTLS = allowsOldTLS
        self.proxy = proxy
        self.bytesMax = bytesMax
    }
}
