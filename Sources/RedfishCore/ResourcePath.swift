/// Where a resource lies on the service: a path that is safe to put into a request.
public struct ResourcePath: Equatable, Hashable, Sendable {
    public let text: String

    /// Longer ones are no path of any service (the standard's are below 100 bytes).
    static let bytesMax = 512

    /// An absolute path of printable ASCII; a fragment is left out. Nil for everything else.
    public init?(_ text: String) {
        let path = text.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard path.first == UInt8(ascii: "/"), path.dropFirst().first != UInt8(ascii: "/"),
            path.count <= Self.bytesMax, path.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.text = String(decoding: path, as: UTF8.self)
    }

    /// What a Location header says: a path, or a URI, whose host is not looked at: a service that names another one
    /// cannot lead a password or a token there.
    public init?(location: String) {
        let lowered = location.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://") else {
            self.init(location)
            return
        }
        let behindScheme = location.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
        let path = behindScheme.drop { $0 != UInt8(ascii: "/") }
        self.init(String(decoding: Array(path), as: UTF8.self))
    }

    /// The resource that a link leads to, such as `{"@odata.id": "/redfish/v1/Systems"}`.
    init?(link: JSONLink) {
        guard let text = link?["@odata.id"]?.text else { return nil }
        self.init(text)
    }

    /// One that lies below this one.
    func appending(_ name: String) -> ResourcePath? {
        ResourcePath(text.hasSuffix("/") ? text + name : "\(text)/\(name)")
    }
}
