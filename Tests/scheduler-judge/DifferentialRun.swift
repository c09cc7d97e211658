import ClusterModel
import Foundation
import SchedulerRig

/// Many seeds judged, and what came of it in words.
struct DifferentialRun {
    private let seeds: ClosedRange<UInt64>
    /// Where small cases go; nil for nowhere.
    private let folder: String?

    init(_ seeds: ClosedRange<UInt64>, folder: String?) {
        self.seeds = seeds
        self.folder = folder
    }

    func run() throws {
        let verdicts = Differential.judge(seeds)
        print(Self.counts(verdicts))
        for verdict in verdicts { for violation in verdict.violations { print("seed \(verdict.seed): \(violation)") } }
        let classes = DifferenceClass.classes(of: verdicts)
        for (index, found) in classes.enumerated() {
            let seeds = found.verdicts.prefix(6).map { String($0.seed) }.joined(separator: " ")
            print("\n## \(found.verdicts.count) × \(found.aspect): \(found.kind)")
            print("seeds \(seeds); all with: \(found.commonFeatures.map(\.rawValue).joined(separator: " "))")
            if let folder, index < 12 { try shrink(found, into: folder) }
        }
        guard classes.isEmpty, verdicts.allSatisfy(\.violations.isEmpty) else {
            throw Judge.Failure(description: "there are differences")
        }
    }

    /// How many cases came out how.
    private static func counts(_ verdicts: [Verdict]) -> String {
        var counts: [String: Int] = [:]
        for verdict in verdicts { counts[word(verdict.outcome), default: 0] += 1 }
        let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
        return "\(verdicts.count) cases: \(parts.joined(separator: ", "))"
    }

    private static func word(_ outcome: Verdict.Outcome) -> String {
        switch outcome {
        case .same: "same"
        case .differs(let differences): "differ in \(differences.first?.aspect.rawValue ?? "")"
        case .refused(let feature): "refused (\(feature))"
        case .unanswered(let why): "without an answer (\(why.prefix { $0 != "\n" }))"
        }
    }

    private func shrink(_ found: DifferenceClass, into folder: String) throws {
        guard let first = found.verdicts.first, let small = found.smallestCase() else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let xml = CaseText.xml(small)
        let path = "\(folder)/\(found.aspect)-\(first.seed).xml"
        try xml.write(toFile: path, atomically: false, encoding: .utf8)
        try Oracle.decide(xml).text.write(
            toFile: "\(folder)/\(found.aspect)-\(first.seed).expected", atomically: false, encoding: .utf8)
        print(path)
        guard case .differs(let differences) = Verdict.outcome(small), let gravest = differences.first else { return }
        for line in gravest.lines.prefix(12) { print("    \(line)") }
    }
}
