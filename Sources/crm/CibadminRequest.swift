import CibXML
import ClusterModel
import Options

/// What `cibadmin` was asked.
struct CibadminRequest {
    enum Command: Equatable {
        case query, create, modify, replace, delete, deleteAll, upgrade, erase, bump, empty, digest, versionedDigest
        case help, version

        /// What could destroy much at once.
        var isDangerous: Bool { [.erase, .upgrade, .deleteAll].contains(self) }
    }

    private(set) var command = Command.help
    private(set) var source: XMLSource?
    private(set) var scope: String?
    private(set) var xpath: String?
    private(set) var isForced = false
    private(set) var mayCreate = false
    /// `--no-children`.
    private(set) var isBare = false
    /// `--node-path`.
    private(set) var asksPaths = false

    /// - Parameter arguments: the tool's name, then what belongs to it.
    init(_ arguments: [String]) throws(CibadminFailure) {
        var command: Command?
        for item in try CibadminOptions.items(arguments) {
            guard case .option(let name, let value, _) = item else {
                throw Self.misuse("what to do is said by options (man 8 cibadmin)")
            }
            if let named = CibadminOptions.command(name) {
                command = named
            } else {
                try take(name, value)
            }
        }
        guard let command else { throw Self.misuse("no command is given: --query, --modify … (man 8 cibadmin)") }
        self.command = command
        guard !command.isDangerous || isForced else {
            let why =
                "The supplied command is considered dangerous.  To prevent accidental destruction of the cluster, the "
                + "--force flag is required in order to proceed."
            throw CibadminFailure([why], .unsafe)
        }
    }

    static func misuse(_ text: String) -> CibadminFailure { CibadminFailure(["cibadmin: \(text)"], .usage) }

    private mutating func take(_ name: String, _ value: String?) throws(CibadminFailure) {
        switch name {
        case "x", "xml-file": source = .file(value ?? "")
        case "X", "xml-text": source = .text(value ?? "")
        case "p", "xml-pipe": source = .pipe
        case "o", "scope": scope = try Self.section(value ?? "")
        case "A", "xpath": xpath = value
        case "f", "force": isForced = true
        case "c", "allow-create": mayCreate = true
        case "n", "no-children": isBare = true
        case "e", "node-path": asksPaths = true
        case "s", "sync-call", "l", "local", "t", "timeout", "V", "verbose": break
        default:
            let why =
                "cibadmin: --\(CibadminOptions.long(name)) needs a running cluster, and only a file is looked at here"
            throw CibadminFailure([why], .unimplemented)
        }
    }

    private static func section(_ name: String) throws(CibadminFailure) -> String {
        guard !CIBScope.names.contains(name) else { return name }
        let near = NearestName.of(name, among: CIBScope.names).map { ", \($0)?" } ?? "."
        throw misuse("there is no section \(name)\(near) There are: \(CIBScope.names.joined(separator: " "))")
    }

    /// What was given with the command, if anything.
    func input() throws(CibadminFailure) -> XMLElement? {
        guard let source else { return nil }
        let bytes: [UInt8]
        do throws(FileBytes.Failure) { bytes = try source.read() } catch {
            throw CibadminFailure(["cibadmin: \(error.text)"], error.exitCode)
        }
        do throws(CIBError) { return try CIBReader.tree(bytes) } catch {
            throw CibadminFailure(["Couldn't parse input from \(source.name): \(error.text)"], .badConfiguration)
        }
    }

    func neededInput() throws(CibadminFailure) -> XMLElement {
        guard let input = try input() else {
            throw CibadminFailure(["Please supply XML to process with -X XML, -x FILE or -p"], .usage)
        }
        return input
    }
}
