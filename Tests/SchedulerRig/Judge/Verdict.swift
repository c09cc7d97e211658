import ClusterModel
import Scheduler

/// What came of judging one case.
public struct Verdict: Sendable {
    public enum Outcome: Sendable {
        case same
        /// The gravest first.
        case differs([Difference])
        /// Our scheduler does not take it.
        case refused(String)
        /// crm_simulate made an invalid graph of it, or gave no answer: nothing to compare with.
        case unanswered(String)
    }

    public var seed: UInt64
    public var features: Set<Feature>
    public var outcome: Outcome
    /// What must always hold of a schedule and does not, whatever Pacemaker does.
    public var violations: [String] = []

    /// Judges the case of a seed.
    public static func of(_ seed: UInt64) -> Verdict {
        let made = CIBGenerator.make(seed)
        // What is written oddly means something only when it is read.
        let cib = (try? CaseText.cib(CaseText.xml(made.cib))) ?? made.cib
        return Verdict(
            seed: seed, features: made.features, outcome: outcome(made.cib), violations: Invariants.violations(cib))
    }

    /// Both read the same text, in which nothing has been through our reader.
    public static func outcome(_ made: CIB) -> Outcome {
        do {
            let xml = CaseText.xml(made)
            let pacemaker = try Oracle.decide(xml)
            let ours = try OurDecision.decide(CaseText.cib(xml))
            let differences = Comparison.differences(pacemaker: pacemaker, ours: ours)
            return differences.isEmpty ? .same : .differs(differences)
        } catch let refusal as Refusal {
            return .refused(refusal.feature)
        } catch {
            return .unanswered("\(error)")
        }
    }
}
