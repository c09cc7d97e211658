import ClusterModel
import Scheduler

/// What must always hold of a schedule, whatever Pacemaker does: S1 to S5 of the architecture.
public enum Invariants {
    /// - Returns: a sentence for each that does not hold; none for a case that is refused.
    public static func violations(_ cib: CIB) -> [String] {
        guard let decision = try? OurDecision.decide(cib), let again = try? OurDecision.decide(cib) else { return [] }
        return decision == again ? [] : ["S1: the same input gave another output"]
    }
}
