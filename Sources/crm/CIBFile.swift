import CibStore
import CibXML
import ClusterModel
import Glibc

/// A CIB in a file, as all tools read and change it. Links are followed once, here, so that what lies beside the file
/// itself says whether it is one of a store, with a digest and backups.
struct CIBFile {
    /// As it was named, for messages.
    let path: String
    private let real: String

    init(path: String) {
        self.path = path
        real = DurableFile.resolved(path)
    }

    /// Until it is released nobody else changes it: to be taken before it is read.
    func lock() throws(ToolFailure) -> FolderLock? {
        do throws(StoreError) { return try FolderLock(forFile: real) } catch {
            throw ToolFailure(error.text, error.exitCode)
        }
    }

    /// - Parameter mayBePipe: whether it may be what cannot be replaced, and may never end.
    func bytes(mayBePipe: Bool = false) throws(ToolFailure) -> [UInt8] {
        if let store {
            do throws(StoreError) { return try store.read() } catch { throw ToolFailure(error.text, error.exitCode) }
        }
        do throws(FileBytes.Failure) { return try FileBytes.read(path, mayBePipe: mayBePipe) } catch {
            throw ToolFailure(reading: error)
        }
    }

    var isStore: Bool { access("\(real).sig", F_OK) == 0 }

    private var store: CibStore? {
        guard isStore else { return nil }
        let (folder, name) = DurableFile.parts(of: real)
        return CibStore(folder: folder, name: name)
    }

    /// All or nothing, and only what can be used.
    func replace(with root: XMLElement) throws(CibadminFailure) {
        let bytes = CIBWriter.write(root)
        let complaints = Self.complaints(bytes)
        guard complaints.isEmpty else { throw .nonconforming(complaints) }
        do throws(StoreError) {
            if let store {
                try store.replace(with: root)
            } else {
                try DurableFile.replace(real, with: bytes)
            }
        } catch {
            throw CibadminFailure(["Call failed: \(error.text)"], error.exitCode)
        }
    }

    /// The same of what a simulation made; not for a store, which keeps no status.
    func replace(with cib: CIB) throws(ToolFailure) {
        do throws(StoreError) { try DurableFile.replace(real, with: CIBWriter.write(cib)) } catch {
            throw ToolFailure(error.text, error.exitCode)
        }
    }

    /// What keeps it from being used.
    private static func complaints(_ bytes: [UInt8]) -> [String] {
        do throws(CIBError) {
            return try CIBReview.grammarFindings(bytes).map { finding in
                (finding.line > 0 ? "line \(finding.line): " : "") + finding.text
                    + (finding.advice.isEmpty ? "" : "; \(finding.advice)")
            }
        } catch {
            return [error.text]
        }
    }
}

/// As `cibadmin` says it.
extension CIBFile {
    /// The file that `CIB_file` of the environment names. Without it there would have to be a cluster to ask.
    static func current() throws(CibadminFailure) -> CIBFile {
        guard let value = getenv("CIB_file") else {
            throw .unconnected(
                "Transport endpoint is not connected", ["set CIB_file to the file with the CIB"], .disconnected)
        }
        return CIBFile(path: String(cString: value))
    }

    /// What is in it, when it can be used.
    func root() throws(CibadminFailure) -> XMLElement {
        let bytes: [UInt8]
        do throws(ToolFailure) { bytes = try self.bytes() } catch {
            guard access(path, F_OK) == 0 || errno != ENOENT else {
                throw .unconnected("No such device or address", ["\(path): there is no such file"], .noSuch)
            }
            throw .unconnected(error.text, [], error.code)
        }
        let complaints = Self.complaints(bytes)
        guard complaints.isEmpty else {
            let why = "Update does not conform to the configured schema"
            throw .unconnected(why, complaints.map { "\(path): \($0)" }, .badConfiguration)
        }
        do throws(CIBError) { return try CIBReader.tree(bytes, keepsOuterComments: true) } catch {
            throw .unconnected("\(path): \(error.text)", [], .badConfiguration)
        }
    }
}
