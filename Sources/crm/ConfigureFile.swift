import CibXML
import ClusterModel
import Glibc

/// The CIB in a file that `crm configure` works on.
struct ConfigureFile {
    let path: String

    func read() throws(ToolFailure) -> CIB {
        guard !path.isEmpty else { throw .misuse("no CIB: give -c FILE, or set CIB_file") }
        guard path == "-" || access(path, F_OK) == 0 || errno != ENOENT else {
            throw ToolFailure("\(path): there is no such file; cibadmin --empty >\(path) makes a CIB", .noInput)
        }
        let bytes = try CIBFile(path: path).bytes()
        do { return try CIBReader.read(bytes) } catch { throw ToolFailure("\(path): \(error.text)", .badData) }
    }

    /// Hands it over to be changed, while nobody else changes it.
    func change<Answer>(_ body: (CIB) throws(ToolFailure) -> Answer) throws(ToolFailure) -> Answer {
        let lock = try CIBFile(path: path).lock()
        defer { lock?.release() }
        return try body(read())
    }

    /// Puts another configuration in, with an epoch of its own.
    func replace(_ cib: CIB, with configuration: CIBConfiguration) throws(ToolFailure) {
        guard configuration != cib.configuration else { return }
        var new = cib
        new.configuration = configuration
        do { new.version = try CIBVersion(reading: cib.attributes).counted(isConfiguration: true) } catch {
            throw ToolFailure("\(path): \(error.text)", .badConfiguration)
        }
        let root: XMLElement
        do { root = try CIBReader.tree(CIBWriter.write(new)) } catch {
            throw ToolFailure("what would be written is no good CIB: \(error.text)", .badConfiguration)
        }
        do { try CIBFile(path: path).replace(with: root) } catch {
            throw ToolFailure(error.lines.joined(separator: "; "), error.code)
        }
    }

    static func bytes(_ path: String) throws(ToolFailure) -> [UInt8] {
        do { return try FileBytes.read(path) } catch { throw ToolFailure(reading: error) }
    }

    static func write(_ bytes: [UInt8], to path: String) throws(ToolFailure) {
        do { try FileBytes.write(bytes, to: path) } catch { throw ToolFailure(writing: error) }
    }
}
