import Foundation

/// An RSA II board of `Tests/rig/rsa-sim` (its header is its manual). Killed with its last owner.
public final class SimulatedRSA: Sendable {
    public struct Failure: Error { public var text: String }

    public static let user = "USERID"
    public static let password = "PASSW0RD"
    private static let tool = "\(Stage.repository)/Tests/rig/rsa-sim"

    public let address: String
    public let port: Int
    private let folder: TemporaryFolder
    private let process: RunningProcess

    /// - Parameter address: each test takes its own, so that tests can run at the same time.
    public init(_ address: String, port: Int = 2323) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        self.address = address
        self.port = port
        process = try RunningProcess(Self.tool, [folder.root, address, "\(port)"], output: folder.path("out"))
        guard eventually(withinSeconds: 20, { FileManager.default.fileExists(atPath: folder.path("ready")) }) else {
            throw Failure(text: (try? folder.read("out")) ?? "")
        }
    }

    /// The parameters of an `external/ibmrsa-telnet` device for it.
    public func parameters(
        node: String = "pm01", user: String = SimulatedRSA.user, password: String = SimulatedRSA.password
    ) -> [String] {
        ["nodename=\(node)", "ip_address=\(address)", "ipport=\(port)", "username=\(user)", "password=\(password)"]
    }

    /// What happened, without time stamps: `login USERID`, `power off` and the like.
    public func log() throws -> [String] {
        guard let text = try? folder.read("log") else { return [] }
        return text.split(separator: "\n").map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    }

    /// The power commands that it got.
    public func power() throws -> [String] { try log().filter { $0.hasPrefix("power ") } }

    /// Round trips of all the sessions that have ended.
    public func trips() throws -> Int {
        try log().filter { $0.hasPrefix("trips ") }.compactMap { Int($0.dropFirst("trips ".count)) }.reduce(0, +)
    }

    /// How often a password was typed, right or wrong.
    public func passwords() throws -> Int {
        try log().count { $0.hasPrefix("login ") || $0.hasPrefix("refused ") }
    }

    /// Every byte that clients sent.
    public func typed() throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: folder.path("typed")) else { return [] }
        return Array(data)
    }

    public func isOn() throws -> Bool { try folder.read("power").hasPrefix("1") }

    public func set(on isOn: Bool) throws { try folder.write("power", isOn ? "1\n" : "0\n") }

    /// How it misbehaves: the words of rsa-sim's `mode` file.
    public func set(mode: String) throws { try folder.write("mode", mode + "\n") }
}
