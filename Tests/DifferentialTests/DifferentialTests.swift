import SchedulerRig
import Testing

/// Our scheduler beside Debian's crm_simulate 2.1.5, on cases made up from seeds; `make differential` judges any
/// number.
@Suite struct DifferentialTests {
    private static let verdicts =
        Differential.judge(1...200) + Differential.judge(1_000_001...1_000_060)
        + Differential.judge(2_000_001...2_000_060)

    /// What both decide is the same, from what the status means to the scores that are printed.
    @Test func theCasesAreDecidedAlike() {
        for verdict in Self.verdicts {
            guard case .differs(let differences) = verdict.outcome else { continue }
            for difference in differences {
                Issue.record(
                    "seed \(verdict.seed), \(difference.aspect), - Pacemaker, + ours:\n\(shown(difference.lines))")
            }
        }
    }

    @Test func nearlyAllCasesAreComparedAtAll() {
        let compared = Self.verdicts.count { verdict in
            switch verdict.outcome {
            case .same, .differs: true
            case .refused, .unanswered: false
            }
        }
        #expect(compared >= Self.verdicts.count - 8)
    }

    /// S1 to S5.
    @Test func whatMustAlwaysHoldHolds() {
        for verdict in Self.verdicts {
            for violation in verdict.violations { Issue.record("seed \(verdict.seed): \(violation)") }
        }
    }

    private func shown(_ lines: [String]) -> String { lines.prefix(20).joined(separator: "\n") }
}
