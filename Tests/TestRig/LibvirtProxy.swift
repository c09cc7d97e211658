import Foundation

/// Stands between a client and a rig's libvirtd, counts the client's calls and breaks off where a test says, through
/// `Tests/rig/libvirt-proxy`.
public final class LibvirtProxy: Sendable {
    /// libvirt's number of a call (remote_protocol.x).
    public enum Call: Int, Sendable {
        case destroy = 12
        case createWithFlags = 196
    }

    public enum Fault: Sendable {
        /// The call arrives, and the connection breaks before its answer.
        case cut(Call)
        /// The connection breaks, and the call does not arrive.
        case lose(Call)
        /// The call arrives, and nothing is answered from then on, whoever asks.
        case hang(Call)
    }

    private let folder: TemporaryFolder
    private let program: RunningProcess

    public init(to host: LibvirtHost) throws {
        folder = try TemporaryFolder()
        try folder.write("log", "")
        let arguments = [folder.path("socket"), host.path("run/libvirt-sock"), folder.path("log"), folder.path("mode")]
        program = try RunningProcess(
            "\(Stage.repository)/Tests/rig/libvirt-proxy", arguments, output: folder.path("out"))
        let path = folder.path("socket")
        guard eventually({ FileManager.default.fileExists(atPath: path) }) else {
            throw LibvirtHost.Failure(text: try folder.read("out"))
        }
    }

    public var uri: String { LibvirtHost.uri(socket: folder.path("socket")) }

    public func set(_ fault: Fault) throws {
        let (word, call) =
            switch fault {
            case .cut(let call): ("cut", call)
            case .lose(let call): ("lose", call)
            case .hang(let call): ("hang", call)
            }
        try folder.write("mode", "\(word) \(call.rawValue)\n")
    }

    /// How many calls of that kind there were; of all kinds when nil. Each is one round trip.
    public func count(_ call: Call? = nil) throws -> Int {
        let lines = try folder.read("log").split(separator: "\n").filter { $0.hasPrefix("call ") }
        return call.map { call in lines.filter { $0 == "call \(call.rawValue)" }.count } ?? lines.count
    }

    public func forgetCalls() throws { try folder.write("log", "") }
}
