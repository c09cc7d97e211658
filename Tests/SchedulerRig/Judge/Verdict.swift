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
        return Verdict(
            seed: seed, features: made.features, outcome: outcome(made.cib), violations: Invariants.violations(made.cib)
        )
    }

    /// - Parameter aspects: what is compared.
    public static func outcome(
        _ cib: CIB, aspects: [Difference.Aspect] = Difference.Aspect.allCases
    ) -> Outcome {
        do {
            let pacemaker = try Oracle.decide(CaseText.xml(cib))
            let ours = try OurDecision.decide(cib)
            let differences = Comparison.differences(pacemaker: pacemaker, ours: ours)
                .filter { aspects.contains($0.aspect) }
            return differences.isEmpty ? .same : .differs(differences)
        } catch let refusal as Refusal {
            return .refused(refusal.feature)
        } catch {
            return .unanswered("\(error)")
        }
    }
}
