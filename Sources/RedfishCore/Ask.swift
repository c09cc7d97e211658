/// One HTTP request that the dialogue wants sent.
public struct Ask: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case read
        /// It carries the password, and may open a session.
        case login
        /// It switches power: to be sent once only, and not after a verdict.
        case command
        /// The verdict is known already.
        case logout
    }

    public struct Header: Equatable, Sendable {
        public var name: String
        public var value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var kind: Kind
    public var method: String
    public var path: ResourcePath
    /// With what authenticates it: secrets.
    public var headers: [Header]
    public var body: [UInt8]
}

/// What is to be asked, without what authenticates it: that may change before it is asked again.
struct Question: Equatable, Sendable {
    var kind: Ask.Kind
    var method: String
    var path: ResourcePath
    var body: [UInt8] = []

    static func read(_ path: ResourcePath) -> Question { Question(kind: .read, method: "GET", path: path) }

    /// - Parameter login: the header that authenticates; nil for none.
    func ask(login: Ask.Header?) -> Ask {
        var headers: [Ask.Header] = [.init("Accept", "application/json"), .init("OData-Version", "4.0")]
        // A service may compress unless it is told that nobody here can read that.
        headers.append(.init("Accept-Encoding", "identity"))
        if !body.isEmpty { headers.append(.init("Content-Type", "application/json")) }
        if let login { headers.append(login) }
        return Ask(kind: kind, method: method, path: path, headers: headers, body: body)
    }
}
