import Agents
import ClusterModel
import Glibc

/// What RHCS agents say of themselves, kept on disk: to ask one takes a Python's start. An entry is of one file as it
/// was; a file that has changed is asked again. What anybody but root and this user could have written is not used.
public struct AgentMetadataCache: Sendable {
    private let installation: Installation
    private let folder: String

    public init(_ installation: Installation) {
        self.installation = installation
        folder = installation.metadataCache
    }

    /// Why nothing is known of an agent.
    public struct Failure: Error, Sendable, Equatable {
        public var text: String
    }

    public static let askMilliseconds: Int64 = 8000

    /// - Parameters:
    ///   - path: of the agent, checked already.
    ///   - span: what there is to ask in, where nothing is kept; nothing is asked where there is none.
    public func profile(
        of type: DeviceType, at path: String, withinMilliseconds span: Int64 = Self.askMilliseconds
    ) throws(Failure) -> AgentProfile {
        let key = Self.key(path)
        if let key, let kept = kept(type, key) { return kept }
        let bytes = try ask(type, path, span)
        let profile: AgentProfile
        do { profile = try AgentProfile(type, json: bytes[...]) } catch { throw Failure(text: error.text) }
        if let key { keep(Array(key.utf8) + bytes, type) }
        return profile
    }

    /// One line that is another for another file, and after each change of the file.
    private static func key(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let (written, changed) = (status.st_mtim, status.st_ctim)
        return "\(Release.number) \(path) \(status.st_dev) \(status.st_ino) \(status.st_size) "
            + "\(written.tv_sec).\(written.tv_nsec) \(changed.tv_sec).\(changed.tv_nsec)\n"
    }

    private func kept(_ type: DeviceType, _ key: String) -> AgentProfile? {
        let file = "\(folder)/\(type.name)"
        guard (try? TrustedPath.check(file, mustExecute: false)) != nil,
            let bytes = try? BoundedFile.read(file, bytesMax: AgentProfile.bytesMax), bytes.starts(with: key.utf8)
        else { return nil }
        return try? AgentProfile(type, json: bytes.dropFirst(key.utf8.count))
    }

    private func ask(_ type: DeviceType, _ path: String, _ span: Int64) throws(Failure) -> [UInt8] {
        guard span > 0 else {
            throw Failure(text: "\(path) was not asked for its metadata: others took all the time there was")
        }
        let program = installation.metadata
        let result = ScriptRun.run(
            path: program, arguments: [program, path], environment: Environment.entries,
            timeoutMilliseconds: min(span, Self.askMilliseconds))
        guard result.ending == .exited(0) else {
            let reason = result.errors.split(separator: "\n").last.map(String.init)
            throw Failure(text: reason ?? "\(program) \(path): \(result.ending.text)")
        }
        return Array(result.output.utf8)
    }

    // MARK: Keeping

    /// Where it cannot be kept, it is asked again next time.
    private func keep(_ bytes: [UInt8], _ type: DeviceType) {
        makeFolder()
        let draft = "\(folder)/.\(type.name).\(getpid())"
        let number = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { return }
        let file = Descriptor(number)
        let written = bytes.withUnsafeBytes { write(file.number, $0.baseAddress, $0.count) }
        guard written == bytes.count, rename(draft, "\(folder)/\(type.name)") == 0 else {
            unlink(draft)
            return
        }
    }

    /// For root, or whoever this user is, alone.
    private func makeFolder() {
        guard access(folder, F_OK) != 0 else { return }
        for path in TrustedPath.foldersAbove(folder).dropFirst() { mkdir(path, 0o755) }
        mkdir(folder, 0o700)
    }
}
