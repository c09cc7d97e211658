import ClusterModel

/// Looks through a CIB for what cannot be meant: what `crm_verify` of Pacemaker 2.1.5 finds, and some that it does not.
public struct CIBReview {
    let cib: CIB
    let lines: [String: Int]
    var findings: [Diagnostic] = []
    let resources: ResourceIndex

    /// - Parameter bytes: of a whole CIB.
    public static func findings(_ bytes: [UInt8]) throws(CIBError) -> [Diagnostic] {
        let reading = try CIBReading(bytes)
        return reading.hasMistakes ? reading.findings : reading.findings + findings(reading.document)
    }

    /// Only what keeps Pacemaker from using it at all: what its schema forbids. Nothing where it says that no schema
    /// counts.
    public static func grammarFindings(_ bytes: [UInt8]) throws(CIBError) -> [Diagnostic] {
        try CIBReading(bytes).findings.filter { $0.severity == .mistake }
    }

    /// Of a CIB that follows the grammar.
    public static func findings(_ document: CIBDocument) -> [Diagnostic] {
        var review = CIBReview(document)
        review.reviewProperties()
        review.reviewMeta()
        review.reviewResources()
        review.reviewReferences()
        review.reviewConstraints()
        review.reviewLoops()
        review.reviewNames(nearOnly: false)
        return review.findings.sorted { $0.line < $1.line }
    }

    /// Of these, what is most likely misspelt in options: names that are like known ones, and values that are ignored.
    public static func slips(_ document: CIBDocument) -> [Diagnostic] {
        var review = CIBReview(document)
        review.reviewMeta()
        review.reviewNames(nearOnly: true)
        return review.findings.filter { $0.severity == .warning }
    }

    private init(_ document: CIBDocument) {
        (cib, lines) = (document.cib, document.lines)
        resources = ResourceIndex(document.cib.configuration)
    }

    mutating func complain(_ severity: Diagnostic.Severity, _ id: String, _ text: String, _ advice: String) {
        guard findings.count < GrammarReview.findingsMax else { return }
        findings.append(Diagnostic(severity, line: lines[id] ?? 0, column: 1, text: text, advice: advice))
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
