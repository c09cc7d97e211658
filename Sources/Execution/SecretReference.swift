import Glibc

/// Where a secret lies, so that it need not stand in a configuration or a command line:
/// `file:PATH` (its first line), `env:NAME`, or `cred:NAME` (a systemd credential, systemd.exec(5)).
public enum SecretReference: Equatable, Sendable {
    case file(String)
    case environment(String)
    case credential(String)

    public enum Failure: Error, Equatable, Sendable {
        case unreadable(path: String, errno: Int32)
        case empty(path: String)
        case notInEnvironment(name: String)
        case noCredentials(name: String)

        public var text: String {
            switch self {
            case .unreadable(let path, let errno):
                "the secret file \(path) cannot be read (\(strerror(errno).map { String(cString: $0) } ?? "\(errno)"))"
            case .empty(let path): "the secret file \(path) has nothing in its first line"
            case .notInEnvironment(let name): "the environment has no variable \(name) to take the secret from"
            case .noCredentials(let name):
                "there is no credential \(name): $CREDENTIALS_DIRECTORY is not set (LoadCredential= in the unit)"
            }
        }
    }

    /// Nil when the text is a literal.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "file": self = .file(rest)
        case "env": self = .environment(rest)
        case "cred": self = .credential(rest)
        default: return nil
        }
    }

    public func resolve() throws(Failure) -> String {
        switch self {
        case .file(let path): return try Self.firstLine(of: path)
        case .environment(let name):
            guard let value = Environment.value(name) else { throw .notInEnvironment(name: name) }
            return value
        case .credential(let name):
            guard let folder = Environment.value("CREDENTIALS_DIRECTORY") else { throw .noCredentials(name: name) }
            return try Self.firstLine(of: "\(folder)/\(name)")
        }
    }

    private static func firstLine(of path: String) throws(Failure) -> String {
        let bytes: [UInt8]
        do { bytes = try BoundedFile.read(path) } catch { throw .unreadable(path: path, errno: error.errno) }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else { throw .empty(path: path) }
        return String(decoding: line, as: UTF8.self)
    }
}
