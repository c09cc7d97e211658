import CibXML
import ClusterModel
import CrmSyntax
import Glibc

/// `crm configure load` and `validate`.
enum ConfigureLoad {
    /// `[xml] METHOD FILE`
    static func run(_ words: [String], _ file: ConfigureFile, isForced: Bool) throws(ToolFailure) -> Int32 {
        let isXML = words.first == "xml"
        let rest = isXML ? Array(words.dropFirst()) : words
        guard rest.count == 2 else { throw .misuse("load needs a method and a file") }
        guard let method = ClusterReading.Method(rawValue: rest[0]) else {
            throw .misuse("there is no method \(rest[0]): say replace, update or push")
        }
        let bytes = try ConfigureFile.bytes(rest[1])
        let text = isXML ? try statements(bytes, rest[1]) : bytes
        return try file.change { cib throws(ToolFailure) in
            let reading = ClusterReading(text, onto: cib.configuration, by: method, providers: AgentProviders.of)
            report(reading, isXML ? "\(rest[1]) as statements" : name(rest[1]))
            guard !reading.hasMistakes else { return ExitCode.badConfiguration.rawValue }
            guard !reading.isEmpty || method == .update || isForced else {
                throw ToolFailure(
                    "\(Self.name(rest[1])) has no statement, so all would go; give -f if that is meant",
                    .badData)
            }
            guard !reading.configuration.hasHiddenPassword else {
                throw ToolFailure(
                    "\(Self.name(rest[1])) has ****** for a password, as show prints it; take what save writes",
                    .badConfiguration)
            }
            try file.replace(cib, with: reading.configuration)
            return ExitCode.ok.rawValue
        }
    }

    /// The configuration of another CIB, as the statements that say it.
    private static func statements(_ bytes: [UInt8], _ path: String) throws(ToolFailure) -> [UInt8] {
        do throws(CIBError) {
            return Array(CrmWriter.write(try CIBReader.read(bytes).configuration).utf8)
        } catch {
            throw ToolFailure("\(path): \(error.text)", .badData)
        }
    }

    static func validate(_ words: [String]) throws(ToolFailure) -> Int32 {
        guard let path = words.first, words.count == 1 else { throw .misuse("validate needs a file") }
        let reading = ClusterReading(try ConfigureFile.bytes(path), providers: AgentProviders.of)
        report(reading, name(path))
        return (reading.hasMistakes ? ExitCode.badConfiguration : .ok).rawValue
    }

    private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

    private static func report(_ reading: ClusterReading, _ name: String) {
        Terminal.write(Array(reading.rendered(file: Terminal.plain(name)).utf8), to: STDERR_FILENO)
    }
}
