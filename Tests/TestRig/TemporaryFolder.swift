import Foundation

/// A folder of a test's own, gone with its last owner.
public final class TemporaryFolder: Sendable {
    public let root: String

    public init() throws {
        var template = Array("/tmp/stonith-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    public func path(_ name: String) -> String { "\(root)/\(name)" }

    public func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
    }

    @discardableResult
    public func write(_ name: String, _ text: String, mode: Int = 0o644) throws -> String {
        guard mode & 0o111 == 0 else {
            try ExecutableFile.write(text, to: path(name), mode: mode)
            return path(name)
        }
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
        return path(name)
    }
}
