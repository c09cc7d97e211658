import ClusterModel

/// The crm shell's configuration language, as far as `stonithd` needs it; stonith.crm(5) describes it.
public enum CrmSyntax {
    /// More statements than this are not read.
    public static let statementsMax = 10_000

    /// What was read, and everything that is wrong or doubtful in it.
    public struct Reading: Sendable, Equatable {
        /// As far as it could be read; not to be used when there is a mistake.
        public var configuration: FencingConfiguration
        /// In the order of the file; 101 at most.
        public var diagnostics: [Diagnostic]

        public var hasMistakes: Bool { diagnostics.contains { $0.severity == .mistake } }

        /// All diagnostics as text, one below the other.
        public func rendered(file: String) -> String {
            diagnostics.map { $0.rendered(file: file) + "\n" }.joined()
        }
    }

    /// Reads a whole configuration. Takes any bytes, in time and memory that grow with their number, up to 1 MiB.
    public static func read(_ bytes: [UInt8]) -> Reading {
        let source = SourceText(bytes)
        var report = Report(source)
        if bytes.count > SourceText.bytesMax {
            report.add(
                Diagnostic(
                    .mistake, line: 0, column: 0, text: "the file has more than \(SourceText.bytesMax) bytes",
                    advice: "a configuration of the crm shell is never so long: is this the right file?"))
            return Reading(configuration: FencingConfiguration(), diagnostics: report.diagnostics())
        }
        var reader = ConfigurationReader()
        reader.read(StatementList(source, countMax: statementsMax, into: &report).statements, into: &report)
        return Reading(configuration: reader.configuration, diagnostics: report.diagnostics())
    }

    public static func read(_ text: String) -> Reading { read(Array(text.utf8)) }
}
