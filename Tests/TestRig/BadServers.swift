import Foundation

/// HTTPS servers that misbehave, through `Tests/rig/bad-https` (its header is its manual). Stopped with the last owner.
public final class BadServers: Sendable {
    public struct Failure: Error {}

    public let address: String
    public let certificates: TestCertificates
    private let folder: TemporaryFolder
    private let process: RunningProcess
    private let ports: [String: UInt16]

    public init(_ address: String) throws {
        self.address = address
        let certificates = try TestCertificates(for: address)
        let folder = try TemporaryFolder()
        process = try RunningProcess(
            "\(Stage.repository)/Tests/rig/bad-https", [address, certificates.folderPath, folder.root],
            output: folder.path("output"))
        guard eventually(withinSeconds: 20, { FileManager.default.fileExists(atPath: folder.path("ports")) }) else {
            throw Failure()
        }
        ports = Dictionary(
            uniqueKeysWithValues: try folder.read("ports").split(separator: "\n").map { line in
                let words = line.split(separator: " ")
                return (String(words[0]), UInt16(words[1]) ?? 0)
            })
        (self.certificates, self.folder) = (certificates, folder)
    }

    public func port(_ mode: String) throws -> UInt16 {
        guard let port = ports[mode] else { throw Failure() }
        return port
    }

    /// What a mode's server has seen, such as "connect", "tls" and "request GET /".
    public func log(_ mode: String) throws -> [String] {
        guard let text = try? folder.read("log") else { return [] }
        return text.split(separator: "\n").compactMap { line in
            line.hasPrefix("\(mode) ") ? String(line.dropFirst(mode.count + 1)) : nil
        }
    }
}
