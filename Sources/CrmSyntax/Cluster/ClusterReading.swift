import ClusterModel

/// A whole cluster's configuration in the crm shell's language, read at once with everything that is wrong in it;
/// crm(8) describes it.
public struct ClusterReading: Sendable, Equatable {
    /// What becomes of a configuration that is there already, as crmsh's `load` has it.
    public enum Method: String, Sendable, CaseIterable {
        /// All of it goes but the nodes.
        case replace
        /// What the text names is replaced, in sets of properties value by value; the rest stays.
        case update
        /// As `update`, and what the text does not name goes.
        case push
    }

    /// What somebody else finds in a configuration that was read without a mistake.
    public struct Finding: Sendable {
        /// Of the object, or of the part of one, that it is about; nil where it is about the whole.
        public var id: String?
        public var diagnostic: Diagnostic
        /// It is of no interest where the text does not speak of that object.
        public var isOfTextOnly: Bool

        public init(_ diagnostic: Diagnostic, id: String?, isOfTextOnly: Bool = false) {
            self.diagnostic = diagnostic
            self.id = id
            self.isOfTextOnly = isOfTextOnly
        }
    }

    /// A file with more bytes is refused.
    public static let bytesMax = 64 << 20
    public static let statementsMax = 200_000

    /// As far as it could be read; not to be used when there is a mistake.
    public private(set) var configuration: CIBConfiguration
    /// What was there and is no more, and what the text declares anew, such as `primitive db`; no sets and nodes, which
    /// are joined.
    public let removed: [String]
    public let replaced: [String]
    /// No statement stands in the text.
    public let isEmpty: Bool
    /// In the order of the file; 101 at most.
    public let diagnostics: [Diagnostic]

    public var hasMistakes: Bool { diagnostics.contains { $0.severity == .mistake } }

    /// All diagnostics as text, one below the other.
    public func rendered(file: String) -> String { diagnostics.map { $0.rendered(file: file) + "\n" }.joined() }

    /// Takes any bytes, in time and memory that grow with their number.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - base: the configuration that is there.
    ///   - providers: who provides an OCF agent of a type, for types without a provider; without an answer it is
    ///     `heartbeat`.
    ///   - review: asked only where there is no mistake so far.
    public init(
        _ bytes: [UInt8], onto base: CIBConfiguration = CIBConfiguration(), by method: Method = .replace,
        providers: @escaping (String) -> [String] = { _ in [] },
        review: (CIBConfiguration) -> [Finding] = { _ in [] }
    ) {
        let source = SourceText(bytes, limit: Self.bytesMax)
        var report = Report(source)
        if bytes.count > Self.bytesMax {
            report.add(
                Diagnostic(
                    .mistake, line: 0, column: 0, text: "the file has more than \(Self.bytesMax >> 20) MiB",
                    advice: "a configuration of the crm shell is never so long: is this the right file?"))
        }
        let statements = StatementList(source, countMax: Self.statementsMax, into: &report).statements
        isEmpty = statements.isEmpty
        var assembly = Assembly(base, method)
        assembly.read(statements, ReadingContext(providers: providers), into: &report)
        configuration = assembly.table.configuration
        (removed, replaced) = (assembly.removed(from: base), assembly.replaced(of: base))
        if !report.hasMistakes { assembly.place(review(configuration), into: &report) }
        diagnostics = report.diagnostics()
    }
}
