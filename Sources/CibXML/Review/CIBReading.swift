import ClusterModel

/// A CIB with what its schema has to say of it, both from one look at the text.
public struct CIBReading: Sendable {
    /// Empty where a mistake keeps it from being read.
    public private(set) var document = CIBDocument()
    /// Mistakes, and that no schema counts.
    public private(set) var findings: [Diagnostic]

    public var hasMistakes: Bool { findings.contains { $0.severity == .mistake } }

    /// - Parameter bytes: of a whole CIB.
    public init(_ bytes: [UInt8]) throws(CIBError) {
        let outline: XMLElement
        do throws(CIBError) { (document, outline) = try CIBReader.outlined(bytes) } catch {
            // The grammar says more of it, if it is well-formed at all.
            let tree = try CIBReader.tree(bytes, skipsStatus: true)
            guard tree.name == "cib" else { throw error }
            findings = Self.schemaFindings(tree)
            if findings.isEmpty, !Self.isOld(tree) { findings = GrammarReview.findings(tree) }
            guard hasMistakes else { throw error }
            return
        }
        findings = Self.schemaFindings(outline)
        guard findings.isEmpty else { return }
        // One of an old form is looked at in today's, where lines are not known any more.
        findings =
            Self.isOld(outline)
            ? GrammarReview.findings(try Self.today(document.cib)).map(\.unplaced) : GrammarReview.findings(outline)
    }

    private static func isOld(_ cib: XMLElement) -> Bool {
        SchemaVersion(cib["validate-with"] ?? "").map { $0.major < 3 } ?? false
    }

    private static func today(_ upgraded: CIB) throws(CIBError) -> XMLElement {
        var bare = upgraded
        bare.nodeStates = []
        return try CIBReader.tree(CIBWriter.write(bare))
    }

    private static func schemaFindings(_ cib: XMLElement) -> [Diagnostic] {
        guard let name = cib["validate-with"], name != "none" else {
            guard cib.elements.contains(where: { $0.name == "configuration" }) else {
                return [GrammarReview.mistake(cib, "there is no configuration in it", "add <configuration>")]
            }
            return [
                Diagnostic(
                    .warning, line: cib.line, column: 1,
                    text: "Schema validation of configuration is disabled (enabling is encouraged and prevents common "
                        + "misconfigurations)", advice: "validate-with=\"\(CIBUpgrade.schema)\"")
            ]
        }
        guard SchemaVersion(name)?.isKnown != true, name != "pacemaker-next" else { return [] }
        return [
            GrammarReview.mistake(
                cib, "validate-with is \"\(name)\", a schema that nobody here knows", CIBUpgrade.schema + "?")
        ]
    }
}

extension Diagnostic {
    /// The line was that of a text nobody has seen.
    fileprivate var unplaced: Diagnostic {
        var diagnostic = self
        diagnostic.line = 0
        return diagnostic
    }
}
