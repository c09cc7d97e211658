import AccessPolicy
import ClusterModel
import Glibc

/// Reads a policy's file, and the accounts that it names.
public enum PolicyFile {
    /// What is used where there is no other; it may be missing.
    public static let standardPath = "/etc/stonith/policy"

    /// It cannot be used.
    public struct Failure: Error, Sendable {
        /// Lines for an operator, with file, line and column where there are such.
        public var text: String
    }

    /// What a file says.
    public struct Contents: Sendable {
        /// Not to be used when there is a mistake.
        public var policy: AccessPolicy
        public var rules = 0
        /// In the order of the file.
        public var remarks: [Diagnostic] = []

        public var hasMistakes: Bool { remarks.contains { $0.severity == .mistake } }

        /// All remarks as text, one below the other.
        public func rendered(file: String) -> String { remarks.map { $0.rendered(file: file) + "\n" }.joined() }
    }

    /// Only the standard file may be missing: the default policy is used then.
    public static func load(_ path: String) throws(Failure) -> Contents {
        let bytes: [UInt8]
        do throws(TrustedPath.Refusal) {
            let real = try TrustedPath.check(path, mustExecute: false)
            bytes = try read(real)
        } catch {
            if case .missing(_, ENOENT) = error, path == standardPath {
                return Contents(policy: AccessPolicy(ownUser: geteuid(), accounts()))
            }
            throw Failure(text: "the policy cannot be used: \(error.text)")
        }
        let contents = contents(of: bytes, path)
        guard !contents.hasMistakes else { throw Failure(text: contents.rendered(file: path)) }
        return contents
    }

    private static func read(_ path: String) throws(TrustedPath.Refusal) -> [UInt8] {
        do { return try BoundedFile.read(path, bytesMax: PolicyReader.bytesMax + 1) } catch {
            throw .missing(path: path, errno: error.errno)
        }
    }

    /// What bytes say, whoever may have written them.
    public static func contents(of bytes: [UInt8], _ path: String) -> Contents {
        let reading = PolicyReader.read(bytes)
        var remarks = reading.remarks
        let policy = AccessPolicy(reading.rules, file: path, ownUser: geteuid(), accounts(), remarks: &remarks)
        remarks.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return Contents(policy: policy, rules: reading.rules.count, remarks: remarks)
    }

    private static let accountsBytesMax = 4 * 1024 * 1024

    /// A file that is missing names nobody.
    private static func accounts() -> AccountTable {
        let files = ["/etc/passwd", "/etc/group"].map { path in
            (try? BoundedFile.read(path, bytesMax: accountsBytesMax)) ?? []
        }
        return AccountTable(passwd: files[0], group: files[1])
    }
}
