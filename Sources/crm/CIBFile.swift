import CibStore
import CibXML
import ClusterModel
import Glibc

/// The file that `CIB_file` of the environment names.
struct CIBFile {
    let path: String

    /// Without it there would have to be a cluster to ask.
    static func current() throws(CibadminFailure) -> CIBFile {
        guard let value = getenv("CIB_file") else {
            throw .unconnected(
                "Transport endpoint is not connected", ["set CIB_file to the file with the CIB"], .disconnected)
        }
        return CIBFile(path: String(cString: value))
    }

    /// Until it is released nobody else changes it: to be taken before it is read.
    func lock() throws(CibadminFailure) -> FolderLock? {
        do throws(StoreError) { return try FolderLock(forFile: path) } catch {
            let code = if case .locked = error { ExitCode.timeout } else { ExitCode.inputOutput }
            throw .unconnected(error.text, [], code)
        }
    }

    /// What is in it, when it can be used.
    func root() throws(CibadminFailure) -> XMLElement {
        let bytes = try contents()
        let complaints = Self.complaints(bytes)
        guard complaints.isEmpty else {
            let why = "Update does not conform to the configured schema"
            throw .unconnected(why, complaints.map { "\(path): \($0)" }, .badConfiguration)
        }
        do throws(CIBError) { return try CIBReader.tree(bytes, keepsOuterComments: true) } catch {
            throw .unconnected("\(path): \(error.text)", [], .badConfiguration)
        }
    }

    private func contents() throws(CibadminFailure) -> [UInt8] {
        if let store {
            do throws(StoreError) { return try store.read() } catch { throw .unconnected(error.text, [], .wrongDigest) }
        }
        do throws(FileBytes.Failure) { return try FileBytes.read(path) } catch {
            guard error.errno == ENOENT else { throw .unconnected(error.text, [], error.exitCode) }
            throw .unconnected("No such device or address", [], .noSuch)
        }
    }

    /// A file with a digest beside it is one of a store, with backups.
    private var store: CibStore? {
        guard access("\(path).sig", F_OK) == 0 else { return nil }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        return CibStore(
            folder: folder.isEmpty ? "/" : folder, name: slash.map { String(path[path.index(after: $0)...]) } ?? path)
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
                try DurableFile.replace(path, with: bytes)
            }
        } catch {
            throw CibadminFailure(["Call failed: \(error.text)"], .inputOutput)
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
