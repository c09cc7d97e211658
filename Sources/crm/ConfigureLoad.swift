import CibXML
import ClusterModel
import CrmSyntax
import Glibc

/// `crm configure load` and `validate`, and statements on the command line.
enum ConfigureLoad {
    /// What is loaded, and what messages call it.
    private struct Source {
        var name: String
        var bytes: [UInt8]
        /// It changes nothing that is there already, as in crmsh.
        var onlyAdds = false

        init(_ bytes: [UInt8], _ name: String) { (self.bytes, self.name) = (bytes, name) }

        init(path: String) throws(ToolFailure) {
            self.init(try ConfigureFile.bytes(path), path == "-" ? "standard input" : path)
        }

        var isXML: Bool { bytes.first { ![9, 10, 13, 32, 0xEF, 0xBB, 0xBF].contains($0) } == UInt8(ascii: "<") }
    }

    /// `[xml] METHOD FILE`
    static func run(_ words: [String], _ file: ConfigureFile, isForced: Bool) throws(ToolFailure) -> Int32 {
        let isXML = words.first == "xml"
        let rest = isXML ? Array(words.dropFirst()) : words
        guard rest.count == 2 else {
            throw .misuse("load needs a method and a file: load replace, update or push FILE")
        }
        guard let method = ClusterReading.Method(rawValue: rest[0]) else {
            throw .misuse("there is no method \(rest[0]): say replace, update or push")
        }
        var source = try Source(path: rest[1])
        if isXML {
            source = try statements(source)
        } else if source.isXML {
            throw ToolFailure(
                "\(source.name) is XML: crm configure load xml \(method.rawValue) \(rest[1])", .badData)
        }
        return try load(source, method, file, isForced: isForced)
    }

    /// One statement, as a crmsh user types it.
    static func run(statement: [String], _ file: ConfigureFile, isForced: Bool) throws(ToolFailure) -> Int32 {
        var source = Source(Array(ClusterReading.statement(statement).utf8), "command line")
        source.onlyAdds = !isForced
        return try load(source, .update, file, isForced: isForced)
    }

    private static func load(
        _ source: Source, _ method: ClusterReading.Method, _ file: ConfigureFile, isForced: Bool
    ) throws(ToolFailure) -> Int32 {
        try file.change { cib throws(ToolFailure) in
            let reading = ClusterReading(
                source.bytes, onto: cib.configuration, by: method, providers: AgentProviders.of
            ) { ConfigureReview.findings($0, insteadOf: cib, isForced: isForced) }
            report(reading, source.name)
            guard !reading.hasMistakes else { return ExitCode.badConfiguration.rawValue }
            try check(reading, source, method, isForced: isForced)
            try file.replace(cib, with: reading.configuration)
            tell(reading.removed)
            return ExitCode.ok.rawValue
        }
    }

    /// What is right, and not meant.
    private static func check(
        _ reading: ClusterReading, _ source: Source, _ method: ClusterReading.Method, isForced: Bool
    ) throws(ToolFailure) {
        guard !reading.isEmpty || method == .update || isForced else {
            throw ToolFailure(
                "\(source.name) has no statement, so all would go; give -f if that is meant", .badData)
        }
        guard !reading.configuration.hasHiddenPassword else {
            throw ToolFailure(
                "\(source.name) has ****** for a password, as show prints it; take what save writes",
                .badConfiguration)
        }
        if source.onlyAdds, let old = reading.replaced.first {
            throw ToolFailure("there is a \(old) already: give -f to put this in its place", .exists)
        }
    }

    private static let shownMax = 10

    private static func tell(_ removed: [String]) {
        guard !removed.isEmpty else { return }
        let more = removed.count > shownMax ? ", and \(removed.count - shownMax) more" : ""
        Terminal.complain("crm configure", "removed: \(removed.prefix(shownMax).joined(separator: ", "))\(more)")
    }

    /// The configuration of another CIB, as the statements that say it.
    private static func statements(_ source: Source) throws(ToolFailure) -> Source {
        do throws(CIBError) {
            let text = CrmWriter.write(try CIBReader.read(source.bytes).configuration)
            return Source(Array(text.utf8), "\(source.name) as statements")
        } catch {
            throw ToolFailure("\(source.name): \(error.text)", .badData)
        }
    }

    static func validate(_ words: [String]) throws(ToolFailure) -> Int32 {
        guard let path = words.first, words.count == 1 else { throw .misuse("validate needs a file") }
        let source = try Source(path: path)
        guard !source.isXML else { throw ToolFailure("\(source.name) is XML: crm_verify -x \(path)", .badData) }
        let reading = ClusterReading(source.bytes, providers: AgentProviders.of) {
            ConfigureReview.findings($0, insteadOf: CIB(), isForced: false)
        }
        report(reading, source.name)
        return (reading.hasMistakes ? ExitCode.badConfiguration : .ok).rawValue
    }

    private static func report(_ reading: ClusterReading, _ name: String) {
        Terminal.write(Array(reading.rendered(file: Terminal.plain(name)).utf8), to: STDERR_FILENO)
    }
}
