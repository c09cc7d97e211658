import Foundation

/// An iLO board of `Tests/rig/ilo-sim` (its header is its manual). Stopped with the last owner.
public final class SimulatedILO: Sendable {
    public enum Way: String, CaseIterable, Sendable {
        /// As iLO 1 and 2 speak.
        case raw
        /// As iLO 3 and 4 speak.
        case http
    }

    public struct Failure: Error { public var text: String }

    public static let user = "Administrator"
    /// What only proper escaping brings to the board.
    public static let password = "hog<e&h\"o'ge>"
    public static let port = 14430

    /// For the first hundred boards.
    private static let certificates = Result { try TestCertificates(forAll: (1...100).map(address)) }

    public let address: String
    private let folder: TemporaryFolder
    private let process: RunningProcess

    private static func address(_ number: Int) -> String { "127.42.1.\(number)" }

    /// - Parameter number: each test takes its own, so that tests can run at the same time; 1 to 100.
    public init(_ number: Int, _ way: Way = .raw) throws {
        address = Self.address(number)
        let folder = try TemporaryFolder()
        let certificates = try Self.certificates.get()
        process = try RunningProcess(
            "\(Stage.repository)/Tests/rig/ilo-sim",
            [
                address, "\(Self.port)", certificates.certificate(.good), certificates.key(.good), folder.root,
                way.rawValue,
            ], output: folder.path("output"))
        self.folder = folder
        guard eventually(withinSeconds: 20, { FileManager.default.fileExists(atPath: folder.path("ready")) }) else {
            throw Failure(text: (try? folder.read("output")) ?? "ilo-sim does not start")
        }
    }

    /// What cluster-glue's script and our plugin take as the authority.
    public static func authority() throws -> String { try certificates.get().authority }

    /// The parameters of an `external/riloe` device for it.
    public func parameters(
        node: String = "pm01", user: String = SimulatedILO.user, password: String = SimulatedILO.password
    ) throws -> [String] {
        [
            "hostlist=\(node)", "ilo_hostname=\(address):\(Self.port)", "ilo_user=\(user)", "ilo_password=\(password)",
            "tls_ca=\(try Self.authority())",
        ]
    }

    public func stop() { process.signal(SIGKILL) }

    /// All that it has seen, without its time stamps.
    public func log() throws -> [String] {
        guard let text = try? folder.read("log") else { return [] }
        return text.split(separator: "\n").map { line in
            line.split(separator: " ").dropFirst().joined(separator: " ")
        }
    }

    /// What became of the node's power.
    public func powerLog() throws -> [String] {
        try log().filter { $0.hasPrefix("power") || ["reset", "hold", "press"].contains($0) }
    }

    /// A connection is three round trips (TCP, and two of TLS 1.2), a block of commands one.
    public func roundTrips() throws -> Int {
        try log().reduce(0) { $0 + ($1 == "connect" ? 3 : $1.hasPrefix("login") ? 1 : 0) }
    }

    public func clearLog() throws { try folder.write("log", "") }

    public func isOn() throws -> Bool { try folder.read("power").hasPrefix("1") }

    public func set(on isOn: Bool) throws { try folder.write("power", isOn ? "1\n" : "0\n") }

    /// How it misbehaves: the words of ilo-sim's `mode` file.
    public func set(mode: String) throws { try folder.write("mode", mode + "\n") }
}
