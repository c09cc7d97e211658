import Foundation
import Synchronization

/// A Redfish service, through `Tests/rig/redfish-sim` (its header is its manual). Stopped with the last owner.
public final class SimulatedRedfish: Sendable {
    public struct Failure: Error { public var text: String }

    public static let (user, viewer, password) = ("pacemaker", "viewer", "hogehoge")
    /// All of them share it, and one certificate; each has a port of its own.
    public static let address = "127.43.0.1"

    private final class Shared: Sendable {
        private struct Kept { weak var certificates: TestCertificates? }
        private let kept = Mutex(Kept())

        /// Those of the others that are alive, or new ones.
        func certificates() throws -> TestCertificates {
            try kept.withLock { kept in
                if let certificates = kept.certificates { return certificates }
                let certificates = try TestCertificates(for: SimulatedRedfish.address)
                kept.certificates = certificates
                return certificates
            }
        }
    }

    private static let shared = Shared()

    private let folder: TemporaryFolder
    private let process: RunningProcess
    public let certificates: TestCertificates
    public let port: Int

    /// - Parameters:
    ///   - mode: how it misbehaves, in redfish-sim's words.
    ///   - isOn: its first system.
    public init(mode: String = "", isOn: Bool = true) throws {
        let folder = try TemporaryFolder()
        let certificates = try Self.shared.certificates()
        (self.folder, self.certificates) = (folder, certificates)
        try folder.write("mode", mode)
        try folder.write("power", isOn ? "on\n" : "off\n")
        process = try RunningProcess(
            "\(Stage.repository)/Tests/rig/redfish-sim",
            [Self.address, "0", certificates.certificate(.good), certificates.key(.good), folder.root],
            output: folder.path("output"))
        guard eventually(withinSeconds: 20, { (try? folder.read("port")) != nil }) else {
            throw Failure(text: (try? folder.read("output")) ?? "")
        }
        port = Int(try folder.read("port")) ?? 0
    }

    /// The parameters of a `redfish` device for it.
    public func parameters(user: String = SimulatedRedfish.user, password: String = SimulatedRedfish.password)
        -> [String]
    {
        [
            "hostname=pm01", "ipaddr=\(Self.address)", "ipport=\(port)", "userid=\(user)", "passwd=\(password)",
            "tls_ca=\(certificates.authority)",
        ]
    }

    /// How it misbehaves from now on.
    public func set(mode: String) throws { try folder.write("mode", mode) }

    public func isOn(_ number: Int = 1) throws -> Bool {
        let words = try folder.read("power").split(whereSeparator: \.isWhitespace)
        return words.count < number || words[number - 1] == "on"
    }

    public func set(on isOn: Bool) throws { try folder.write("power", isOn ? "on\n" : "off\n") }

    /// What happened so far: `connect`, `request GET /redfish/v1/ 200`, `reset 1 ForceOff` and the like.
    public func log() throws -> [String] {
        guard let text = try? folder.read("log") else { return [] }
        return text.split(separator: "\n").map(String.init)
    }

    /// The resets that arrived and were carried out, by their types.
    public func resets() throws -> [String] {
        try log().compactMap { line in
            line.hasPrefix("reset ") ? line.split(separator: " ").last.map(String.init) : nil
        }
    }

    public func requests() throws -> [String] { try log().filter { $0.hasPrefix("request ") } }

    /// A TCP connection, a TLS 1.3 handshake, and one for each request.
    public func roundTrips() throws -> Int {
        try log().filter { $0 == "connect" }.count * 2 + requests().count
    }

    /// Sessions that nobody has logged out of.
    public func openSessions() throws -> Int {
        let log = try log()
        return log.filter { $0.hasPrefix("session open") }.count - log.filter { $0.hasPrefix("session close") }.count
    }
}
