/// What is asked of a server.
public struct HTTPRequest: Sendable {
    public var method: String
    /// With a query, if any; begins with a slash.
    public var path: String
    public var headers: [(String, String)]
    public var body: [UInt8]
    /// A cancel counts only until it is sent: after that its answer is waited for until the deadline.
    public var needsAnswer = false

    public init(_ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }
}
