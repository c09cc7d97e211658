import SchedulerRig
import Testing

/// S1 to S5 of the architecture, on more cases than the oracle has time for.
@Suite struct InvariantTests {
    @Test func theyHoldForTwoThousandCases() {
        for seed in UInt64(1000)..<3000 {
            for violation in Invariants.violations(CIBGenerator.make(seed).cib) {
                Issue.record("seed \(seed): \(violation)")
            }
        }
    }
}
