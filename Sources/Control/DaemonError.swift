import Glibc

/// Why a client got no answer from the daemon, or not the one it asked for.
public enum DaemonError: Error, Sendable, Equatable {
    /// Nobody could be reached: nothing was sent.
    case noDaemon(path: String, errno: Int32)
    /// The connection ended, and nobody knows what the daemon did with what was sent last.
    case lost(path: String)
    /// The daemon speaks these versions of the protocol, and this release none of them.
    case refusedVersion([Int64])
    /// It answered with something that is no answer.
    case badAnswer(String)
    /// The time was up, and the connection stood.
    case noAnswer(path: String)
    /// Whoever waited was told to stop (`Interruption`).
    case interrupted
    /// The daemon said no, and why.
    case refused(ControlError)

    /// For an operator: what failed, where, and what to do next.
    public var text: String {
        switch self {
        case .noDaemon(let path, let errno):
            "no stonithd answers at \(path) (\(String(cString: strerror(errno)))); is it running?"
        case .lost(let path):
            "the connection to stonithd at \(path) was lost; its log and `stonith history` tell what it did"
        case .refusedVersion(let versions):
            "stonithd speaks version \(versions.map(String.init).joined(separator: ", ")) of the protocol, and this"
                + " program \(ControlLimits.versions.map(String.init).joined(separator: ", ")); update the older one"
        case .badAnswer(let what): "what stonithd answered makes no sense (\(what)); is it of another release?"
        case .noAnswer(let path):
            "stonithd at \(path) did not answer in time; its log and `stonith history` tell what it did"
        case .interrupted: "interrupted"
        case .refused(let error): error.text
        }
    }
}

extension ExitStatus {
    public init(_ error: DaemonError) {
        switch error {
        case .refused(let error): self.init(error)
        case .noDaemon, .lost, .refusedVersion, .badAnswer, .noAnswer, .interrupted: self = .noDaemon
        }
    }
}
