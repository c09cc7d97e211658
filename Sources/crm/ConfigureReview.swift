import CibXML
import ClusterModel
import CrmSyntax

/// What `crm_verify` has to say of a configuration that is about to be written.
enum ConfigureReview {
    /// Mistakes, and what is most likely misspelt. Only mistakes that were not there before stay mistakes: a
    /// configuration that is wrong already can be changed, and one without a fence device is often not complete yet.
    ///
    /// - Parameter isForced: only what the schema forbids stays a mistake, since no Pacemaker could load it.
    static func findings(
        _ configuration: CIBConfiguration, insteadOf old: CIB, isForced: Bool
    ) -> [ClusterReading.Finding] {
        var new = old
        new.configuration = configuration
        let (found, isLoadable) = findings(new)
        guard isLoadable, found.contains(where: { $0.diagnostic.severity == .mistake }) else { return found }
        let before = all(old)
        return found.map { finding in
            var finding = finding
            if isForced || finding.id == nil || before.contains(finding.diagnostic.text) {
                finding.diagnostic.severity = .warning
            }
            return finding
        }
    }

    private static func findings(_ cib: CIB) -> (found: [ClusterReading.Finding], isLoadable: Bool) {
        var bare = cib
        bare.nodeStates = []
        // What cannot be read at all is refused when it is to be written.
        guard let reading = try? CIBReading(CIBWriter.write(bare)) else { return ([], false) }
        let document = reading.document
        let ids = Dictionary(document.lines.map { ($1, $0) }, uniquingKeysWith: min)
        var findings = mistakes(reading).map { ClusterReading.Finding($0, id: ids[$0.line]) }
        if !reading.hasMistakes {
            findings += CIBReview.slips(document).map { .init($0, id: ids[$0.line], isOfTextOnly: true) }
        }
        return (findings, !reading.hasMistakes)
    }

    /// The texts of all findings, those included that would not be told before others are put right.
    private static func all(_ cib: CIB) -> Set<String> {
        var bare = cib
        bare.nodeStates = []
        guard let reading = try? CIBReading(CIBWriter.write(bare)) else { return [] }
        let found =
            reading.findings + CIBReview.findings(reading.document) + SchedulerReview.findings(reading.document)
        return Set(found.map(\.text))
    }

    private static func mistakes(_ reading: CIBReading) -> [Diagnostic] {
        let isMistake = { (finding: Diagnostic) in finding.severity == .mistake }
        guard !reading.hasMistakes else { return reading.findings.filter(isMistake) }
        let found = CIBReview.findings(reading.document).filter(isMistake)
        // That no fence device is there keeps nothing else from being told: it is no reason to refuse.
        guard found.allSatisfy({ $0.line == 0 }) else { return found }
        let known = Set(found.map(\.text))
        return found + SchedulerReview.findings(reading.document).filter { isMistake($0) && !known.contains($0.text) }
    }
}
