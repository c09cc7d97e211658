import ClusterModel

/// Looks through a CIB for what cannot be meant: what `crm_verify` of Pacemaker 2.1.5 finds, and some that it does not.
public struct CIBReview {
    let cib: CIB
    let lines: [String: Int]
    var findings: [Diagnostic] = []
    let resources: ResourceIndex

    /// - Parameter bytes: of a whole CIB.
    public static func findings(_ bytes: [UInt8]) throws(CIBError) -> [Diagnostic] {
        let findings = try grammarFindings(whole(bytes), bytes)
        guard !findings.contains(where: { $0.severity == .mistake }) else { return findings }
        return try findings + Self.findings(CIBReader.document(bytes))
    }

    /// Only what keeps Pacemaker from using it at all: what its schema forbids. Nothing where it says that no schema
    /// counts.
    public static func grammarFindings(_ bytes: [UInt8]) throws(CIBError) -> [Diagnostic] {
        let mistakes = try grammarFindings(whole(bytes), bytes).filter { $0.severity == .mistake }
        if mistakes.isEmpty { _ = try CIBReader.read(bytes) }
        return mistakes
    }

    private static func whole(_ bytes: [UInt8]) throws(CIBError) -> XMLElement {
        let tree = try CIBReader.tree(bytes, skipsStatus: true)
        guard tree.name == "cib" else { throw CIBError(.otherRoot(tree.name), line: tree.line) }
        return tree
    }

    /// One of an old form is looked at in today's, where lines are not known any more.
    private static func grammarFindings(_ tree: XMLElement, _ bytes: [UInt8]) throws(CIBError) -> [Diagnostic] {
        let findings = schemaFindings(tree)
        guard findings.isEmpty else { return findings }
        guard let schema = SchemaVersion(tree["validate-with"] ?? ""), schema.major < 3 else {
            return GrammarReview.findings(tree)
        }
        let upgraded = try CIBReader.tree(CIBWriter.write(CIBReader.read(bytes)), skipsStatus: true)
        return GrammarReview.findings(upgraded).map(\.unplaced)
    }

    /// Of a CIB that follows the grammar.
    public static func findings(_ document: CIBDocument) -> [Diagnostic] {
        var review = CIBReview(
            cib: document.cib, lines: document.lines, resources: ResourceIndex(document.cib.configuration))
        review.reviewProperties()
        review.reviewResources()
        review.reviewReferences()
        review.reviewConstraints()
        review.reviewLoops()
        return review.findings.sorted { $0.line < $1.line }
    }

    private static func schemaFindings(_ cib: XMLElement) -> [Diagnostic] {
        guard let name = cib["validate-with"], name != "none" else {
            return [
                Diagnostic(
                    .warning, line: cib.line, column: 1,
                    text: "Schema validation of configuration is disabled (enabling is encouraged and prevents common "
                        + "misconfigurations)", advice: "validate-with=\"\(CIBUpgrade.schema)\"")
            ]
        }
        guard SchemaVersion(name)?.isKnown != true, name != "pacemaker-next" else { return [] }
        let text = "<cib>: validate-with is \"\(name)\", a schema that nobody here knows"
        return [Diagnostic(.mistake, line: cib.line, column: 1, text: text, advice: CIBUpgrade.schema + "?")]
    }

    mutating func complain(_ severity: Diagnostic.Severity, _ id: String, _ text: String, _ advice: String) {
        guard findings.count < GrammarReview.findingsMax else { return }
        findings.append(Diagnostic(severity, line: lines[id] ?? 0, column: 1, text: text, advice: advice))
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

/// The resources of a configuration, each once, those inside others behind them.
struct ResourceIndex {
    private(set) var all: [ResourceDefinition] = []
    private(set) var ids: Set<String> = []
    private(set) var templates: Set<String> = []
    let tags: Set<String>

    init(_ configuration: CIBConfiguration) {
        tags = Set(configuration.tags.map(\.id))
        for resource in configuration.resources { add(resource) }
    }

    private mutating func add(_ resource: ResourceDefinition) {
        all.append(resource)
        switch resource.kind {
        case .template:
            templates.insert(resource.id)
            return
        case .group(let members): for member in members { add(member) }
        case .clone(let member, _): add(member)
        case .primitive, .bundle: break
        }
        ids.insert(resource.id)
    }

    /// What a constraint may name.
    func has(_ id: String) -> Bool { ids.contains(id) || tags.contains(id) || templates.contains(id) }
}
